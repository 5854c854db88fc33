import { shapeFault } from '../event/overflow.ts';
import type { Arrival, Dialect, Translation } from './dialects/dialect.ts';

/** Why one value was refused, for the person who reads it. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** What reading a value threw, as the refusal of that value: one value never fails its neighbours. */
export function unreadable(error: unknown): Refusal {
  return { code: 'UNREADABLE', reason: `Cannot be read: ${error instanceof Error ? error.message : String(error)}` };
}

/** What a dialect makes of a value; whatever happens in it, it is an answer about this value. */
export function translated(dialect: Dialect, value: unknown, arrival: Arrival): Translation {
  const fault = shapeFault(value);
  if (fault !== undefined) return { refused: { code: 'BAD_DATA', reason: `The value ${fault}` } };
  try {
    return dialect.translate(value, arrival);
  } catch (error) {
    return { refused: unreadable(error) };
  }
}
