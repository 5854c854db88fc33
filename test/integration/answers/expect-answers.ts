import { expect } from 'vitest';

/** Relative tolerance of means, as the reference's definitions have it; counts are exact. */
const TOLERANCE = 1e-9;

/**
 * That `answers` has all of `wanted`: the same keys, counts and text exactly, others within the tolerance. Past 2^53 every
 * double is whole: a mean there is no count.
 */
export function expectAnswers(answers: unknown, wanted: unknown): void {
  expect(differences(answers, wanted, '')).toEqual([]);
}

function differences(got: unknown, wanted: unknown, path: string): string[] {
  if (Array.isArray(wanted) && Array.isArray(got)) {
    const lengths = got.length === wanted.length ? [] : [`${path} has ${got.length}, not ${wanted.length}`];
    return [...lengths, ...wanted.flatMap((value, index) => differences(got[index], value, `${path}[${index}]`))];
  }
  if (isObject(wanted) && isObject(got)) {
    return Object.entries(wanted).flatMap(([key, value]) => differences(got[key], value, `${path}.${key}`));
  }
  return same(got, wanted) ? [] : [`${path} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`];
}

function same(got: unknown, wanted: unknown): boolean {
  if (typeof got !== 'number' || typeof wanted !== 'number' || Number.isSafeInteger(wanted)) return got === wanted;
  return Math.abs(got - wanted) <= TOLERANCE * Math.abs(wanted);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
