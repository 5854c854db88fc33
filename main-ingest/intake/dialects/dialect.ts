import type { CanonicalEvent } from '../../event/event.ts';

/** Where a foreign value came from, and when it arrived. */
export interface Arrival {
  /** Who sent it: a file's name, a peer. Values of one sender are one conversation, in the order in which they come. */
  readonly source: string;
  /** Wall clock, microseconds since 1970; stands in where the sender says no time. */
  readonly atUs: number;
}

/** What became of one foreign value. */
export type Translation =
  | { readonly events: readonly CanonicalEvent[] }
  | { readonly refused: { readonly code: string; readonly reason: string } };

/** Turns what a foreign program says into canonical events; remembers of each sender what that takes. */
export interface Dialect {
  /** Whether a parsed value is written in this dialect. */
  reads(value: unknown): boolean;
  translate(value: unknown, arrival: Arrival): Translation;
}
