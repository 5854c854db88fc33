import type { z } from 'zod';
import { type EventData, isObject, type Json } from './event.ts';

/**
 * The number rule (interfaces, section 1): what passes the largest finite float64 counts as that. It arrives as a number
 * that overflows (`1e400`, which JSON.parse makes Infinity) or as one of these words.
 */
const OVERFLOW_WORDS: ReadonlySet<string> = new Set(['inf', '+inf', 'infinity', '+infinity', 'naneinf']);

/** Deeper data is refused: what recurses over it must not run out of stack. */
const MAX_DEPTH = 64;

/** Whether a value is JSON with finite numbers only, and not too deep: by far the most are. */
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
        for (const item of value) if (!isFiniteJson(item, depth + 1)) return false;
      } else if (isObject(value)) {
        for (const key in value) if (!isFiniteJson(value[key], depth + 1)) return false;
      }
      return true;
    default:
      return false;
  }
}

/**
 * A copy whose infinite numbers are the largest finite ones. Absent values (undefined) are left out of objects.
 * @throws RangeError with a reason, for what is too deep or cannot be JSON
 */
export function toFiniteJson(value: unknown, depth = 0): Json {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) throw new RangeError('holds NaN, which is no number');
    return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (depth === MAX_DEPTH) throw new RangeError(`is nested deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) return value.map((item) => toFiniteJson(item, depth + 1));
  if (!isObject(value)) throw new RangeError(`holds a ${typeof value}, which JSON cannot express`);
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [key, toFiniteJson(item, depth + 1)]));
}

/** Whether there is a number beyond the finite ones anywhere. */
export function overflows(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (Array.isArray(value)) return value.some(overflows);
  return isObject(value) && Object.values(value).some(overflows);
}

export interface Repair {
  readonly data: EventData;
  /** Whether a number had to be replaced by the largest finite one. */
  readonly overflow: boolean;
}

/**
 * A copy of data that its schema did not accept, with the two things put right that senders commonly write: an overflow
 * word where a number belongs, and null for a field that is absent. The schema is to be asked again.
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
    if (typeof value === 'string' && issue.code === 'invalid_type' && OVERFLOW_WORDS.has(value.toLowerCase())) {
      Reflect.set(parent, key, Number.MAX_VALUE);
      overflow = true;
    }
  }
  return { data: copy, overflow };
}

function child(parent: unknown, key: PropertyKey): unknown {
  return typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined;
}
