import { useSyncExternalStore } from 'react';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'note' | 'failure';
}

const SHOWN_MS = 4_000;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(value: readonly Toast[]): void {
  toasts = value;
  for (const listener of listeners) listener();
}

/** Says something in passing; a failure stays twice as long. What must not be missed belongs into a panel. */
export function toast(text: string, tone: Toast['tone'] = 'note'): void {
  const id = next++;
  set([...toasts.filter((shown) => shown.text !== text), { id, text, tone }].slice(-4));
  setTimeout(() => dismiss(id), tone === 'failure' ? SHOWN_MS * 2 : SHOWN_MS);
}

export function dismiss(id: number): void {
  set(toasts.filter((shown) => shown.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
