import { useScope } from '../../address/address.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';

/** How many games "the last games" are. */
export const LAST = 100;

/** Start of the oldest of the last 100 completed games, so that a link can open just these; undefined with fewer. */
export function useStartOfLast(): string | undefined {
  const { scope } = useScope();
  const list = useAnswer(
    ask.games.list.queryOptions({ input: { scope, sort: 'started', descending: true, offset: LAST - 1, limit: 1 } }),
  );
  return list.data?.rows[0]?.startedAt ?? undefined;
}

/** The moment after a time with six digits of a second: the end of a span that holds it. */
export function justAfter(iso: string): string {
  const [, head, fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(iso) ?? [];
  const seconds = Date.parse(`${head}Z`);
  if (head === undefined || Number.isNaN(seconds)) return iso;
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6)) + 1;
  const whole = new Date(seconds + Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(micros % 1e6).padStart(6, '0')}Z`;
}
