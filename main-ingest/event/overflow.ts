import type { z } from 'zod';
import { type EventData, isObject, type Json } from './event.ts';

/**
 * The number rule (interfaces, section 1): what passes the largest finite float64 counts as that. It arrives as a number
 * that overflows (`1e400`, which JSON.parse makes Infinity) or as one of these words.
 */
const OVERFLOW_WORDS: ReadonlyMap<string, number> = new Map([
  ...['inf', '+inf', 'infinity', '+infinity', 'naneinf'].map((word) => [word, Number.MAX_VALUE] as const),
  ...['-inf', '-infinity'].map((word) => [word, -Number.MAX_VALUE] as const),
]);
/** What stands for a number that nobody knows. */
const UNKNOWN_WORDS: ReadonlySet<string> = new Set(['nan', '+nan', '-nan']);

/** Deeper data is refused: what recurses over it must not run out of stack. */
const MAX_DEPTH = 64;
/** Longer lists and objects are refused: what complains of each item must not run out of memory. */
const MAX_ITEMS = 50_000;
const TOO_DEEP = `is nested deeper than ${MAX_DEPTH}`;
const TOO_LONG = `holds a list or an object of more than ${MAX_ITEMS} items`;

/** Why a value is too deep or too long to be worked on; undefined where it is not. */
export function shapeFault(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_DEPTH) return TOO_DEEP;
  const items = Array.isArray(value) ? value : Object.values(value);
  if (items.length > MAX_ITEMS) return TOO_LONG;
  for (const item of items) {
    const fault = shapeFault(item, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether a value is JSON with finite numbers only, and neither too deep nor too long: by far the most are. */
export function isFiniteJson(value: unknown, depth = 0): value is Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (depth === MAX_DEPTH) return false;
      if (Array.isArray(value)) {
        if (value.length > MAX_ITEMS) return false;
        for (const item of value) if (!isFiniteJson(item, depth + 1)) return false;
      } else if (isObject(value)) {
        let items = 0;
        for (const key in value) if (++items > MAX_ITEMS || !isFiniteJson(value[key], depth + 1)) return false;
      }
      return true;
    default:
      return false;
  }
}

/**
 * A copy whose infinite numbers are the largest finite ones, and NaN null. Absent values (undefined) are left out of objects.
 * @throws RangeError with a reason, for what is too deep, too long or cannot be JSON
 */
export function toFiniteJson(value: unknown): Json {
  const fault = shapeFault(value);
  if (fault !== undefined) throw new RangeError(fault);
  return finite(value);
}

function finite(value: unknown): Json {
  if (typeof value === 'number') {
    return Number.isNaN(value) ? null : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(finite);
  if (!isObject(value)) throw new RangeError(`holds a ${typeof value}, which JSON cannot express`);
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [key, finite(item)]));
}

/** Whether there is a number beyond the finite ones anywhere. */
export function overflows(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) === Number.POSITIVE_INFINITY;
  if (Array.isArray(value)) return value.some(overflows);
  return isObject(value) && Object.values(value).some(overflows);
}

/** What an issue calls a number that was expected. */
const NUMBERS: ReadonlySet<string> = new Set(['number', 'int']);

export interface Repair {
  readonly data: EventData;
  /** Whether a number had to be replaced by the largest finite one. */
  readonly overflow: boolean;
}

/**
 * A copy of data that its schema did not accept, with the things put right that senders commonly write: an overflow word
 * where a number belongs, and null, or NaN for a number, where a field is absent. The schema is to be asked again.
 */
export function repair(data: EventData, issues: readonly z.core.$ZodIssue[]): Repair {
  const copy = structuredClone(data);
  let overflow = false;
  for (const issue of issues) {
    const key = issue.path.at(-1);
    const parent = issue.path.slice(0, -1).reduce<unknown>(child, copy);
    if (key === undefined || !isObject(parent)) continue;
    const value = child(parent, key);
    if (value === null) Reflect.deleteProperty(parent, key);
    if (typeof value !== 'string' || issue.code !== 'invalid_type' || !NUMBERS.has(issue.expected)) continue;
    const word = value.toLowerCase();
    const number = OVERFLOW_WORDS.get(word);
    if (number !== undefined) {
      Reflect.set(parent, key, number);
      overflow = true;
    } else if (UNKNOWN_WORDS.has(word)) Reflect.deleteProperty(parent, key);
  }
  return { data: copy, overflow };
}

function child(parent: unknown, key: PropertyKey): unknown {
  return typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined;
}
