import type { EventData, Json } from '../../event/event.ts';

/**
 * Reads values of a foreign program's JSON, of which nothing is certain: what is absent or of another type is undefined.
 * Lua writes an empty table as `[]` or `{}`, whatever it was meant to be, and some senders write numbers as text.
 */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's fields; none for anything else. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** A list; an object's values where Lua made one of it; undefined for anything else. */
export function list(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isFields(value) ? Object.values(value) : undefined;
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** A score: what has passed the largest number, however the game writes that, is the largest number. */
export function score(value: unknown): number | undefined {
  const overflown = value === Number.POSITIVE_INFINITY || (typeof value === 'string' && OVERFLOWN.test(value));
  return overflown ? Number.MAX_VALUE : number(value);
}

const OVERFLOWN = /^(naneinf|\+?inf(inity)?)$/i;

export function integer(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed !== undefined && Number.isInteger(parsed) ? parsed : undefined;
}

/** Whole numbers of a list, also where they arrive as text. */
export function integers(value: unknown): number[] | undefined {
  return list(value)?.flatMap((item) => integer(item) ?? []);
}

export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** An event's data of the fields that are known. */
export function known(values: Readonly<Record<string, Json | undefined>>): EventData {
  const data: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) data[name] = value;
  return data;
}

/**
 * Names of fields that the source did not tell, for an event's `notTold`: their values follow from the rules of the
 * game, or are empty.
 */
export function notTold(told: Readonly<Record<string, unknown>>): { notTold: string[] | undefined } {
  const names = Object.keys(told).filter((name) => told[name] === undefined);
  return { notTold: names.length > 0 ? names : undefined };
}

/** A value that came out of JSON, as that; the intake checks every event it becomes part of. */
export function asJson(value: unknown): Json | undefined {
  return isJson(value) ? value : undefined;
}

function isJson(value: unknown): value is Json {
  return value !== undefined;
}
