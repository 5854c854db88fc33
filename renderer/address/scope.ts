import type { Scope } from '../../main-ingest/contract/scope.ts';
import type { Search } from './search.ts';

/** The lists of a scope, in the order of the scope bar. */
export const SCOPE_LISTS = ['strategy', 'model', 'deck', 'stake', 'outcome'] as const;
export type ScopeList = (typeof SCOPE_LISTS)[number];

/** Names in an address that belong to the scope, and so stay when the view changes. */
export const SCOPE_NAMES = ['from', 'to', 'last', ...SCOPE_LISTS] as const;

/** A scope as the address has it: lists, and either two ends of time or a span up to the newest game. */
export interface ScopeAddress {
  readonly from?: string;
  readonly to?: string;
  /** `6d`, `24h`, `30m`. */
  readonly last?: string;
  readonly strategy?: readonly string[];
  readonly model?: readonly string[];
  readonly deck?: readonly string[];
  readonly stake?: readonly string[];
  readonly outcome?: readonly string[];
}

const OUTCOMES = ['win', 'loss', 'abandoned'] as const;
const EXACT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
const SPAN = /^(\d{1,5})(m|h|d)$/;
const SPAN_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `6d`; undefined where it is none. */
export function spanMs(text: string | undefined): number | undefined {
  const [, number, unit] = SPAN.exec(text ?? '') ?? [];
  const ms = SPAN_MS[unit ?? ''];
  return number === undefined || ms === undefined || Number(number) === 0 ? undefined : Number(number) * ms;
}

/** Reads the scope's part of an address; what cannot be read is left out. */
export function readScope(search: Search): ScopeAddress {
  const scope: { -readonly [K in keyof ScopeAddress]: ScopeAddress[K] } = {};
  for (const end of ['from', 'to'] as const) {
    const text = search[end] ?? '';
    const time = Date.parse(text);
    // A time as it is meant is kept as it is: a Date would lose its microseconds.
    if (!Number.isNaN(time)) scope[end] = EXACT.test(text) ? text : new Date(time).toISOString();
  }
  const last = search.last;
  if (last !== undefined && spanMs(last) !== undefined) scope.last = last;
  for (const name of SCOPE_LISTS) {
    const text = search[name];
    if (text !== undefined && text !== '') scope[name] = text.split(',').map(unescapeItem);
  }
  return scope;
}

/** The scope's part of an address; every name of the scope is there, undefined where it is not set. */
export function writeScope(scope: ScopeAddress): Record<(typeof SCOPE_NAMES)[number], string | undefined> {
  const list = (values: readonly string[] | undefined) =>
    values === undefined || values.length === 0 ? undefined : values.map(escapeItem).join(',');
  return {
    from: scope.from,
    to: scope.to,
    last: scope.last,
    strategy: list(scope.strategy),
    model: list(scope.model),
    deck: list(scope.deck),
    stake: list(scope.stake),
    outcome: list(scope.outcome),
  };
}

/**
 * The scope as the engine takes it. A span ends with the newest game, not with the clock: a recording from last month has
 * its "last 6 days" too, and of a running job both are the same. Its start is a full minute, so that answers can be kept.
 * @param newest start of the newest game, ISO
 */
export function engineScope(address: ScopeAddress, newest: string | null | undefined): Scope {
  const scope: Scope = {};
  const span = spanMs(address.last);
  const end = newest ? Date.parse(newest) : Number.NaN;
  if (span !== undefined && !Number.isNaN(end))
    scope.from = new Date(Math.floor((end - span) / 60_000) * 60_000).toISOString();
  if (span === undefined && address.from !== undefined) scope.from = address.from;
  if (span === undefined && address.to !== undefined) scope.to = address.to;
  for (const name of ['strategy', 'model', 'deck', 'stake'] as const) {
    const values = address[name];
    if (values && values.length > 0) scope[name] = [...values];
  }
  const outcomes = OUTCOMES.filter((outcome) => address.outcome?.includes(outcome));
  if (outcomes.length > 0) scope.outcome = outcomes;
  return scope;
}

/** A comma separates; one inside a value is written `%2C`, and with it `%` as `%25`. */
function escapeItem(text: string): string {
  return text.replaceAll('%', '%25').replaceAll(',', '%2C');
}

function unescapeItem(text: string): string {
  return text.replaceAll('%2C', ',').replaceAll('%25', '%');
}
