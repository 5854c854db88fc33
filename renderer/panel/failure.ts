import { ORPCError } from '@orpc/client';
import type { PanelState } from './panel-state.ts';

function text(data: unknown, name: string): string | undefined {
  if (typeof data !== 'object' || data === null || !(name in data)) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(data, name)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A failed question as the state of a panel: what happened, its code, what it means for the data, what to do. */
export function failureState(error: unknown, retry?: () => void): Extract<PanelState, { kind: 'error' }> {
  const again = retry ? { retry } : {};
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    const code = text(data, 'code') ?? String(error.code);
    const engineText = text(data, 'engineText');
    return {
      kind: 'error',
      what: text(data, 'message') ?? error.message,
      code,
      ...(engineText ? { detail: engineText } : {}),
      data: 'unharmed, the other panels go on',
      tip: text(data, 'tip') ?? 'retry; if it stays, Health shows what is wrong',
      ...again,
    };
  }
  return {
    kind: 'error',
    what: 'The answer did not arrive',
    code: 'NO_ANSWER',
    detail: error instanceof Error ? error.message : String(error),
    data: 'unharmed: only the answer is missing',
    tip: 'retry; the status strip says whether the engine is there',
    ...again,
  };
}
