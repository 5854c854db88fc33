import type { Step } from '../../../main-ingest/contract/replay.ts';

type Data = Step['data'];

/** A field of an event's data; undefined where it is missing or of another kind. */
export function textIn(data: Data, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(data: Data, name: string): number | undefined {
  const value = data[name];
  return typeof value === 'number' ? value : undefined;
}

export function flagIn(data: Data, name: string): boolean {
  return data[name] === true;
}

export function textsIn(data: Data, name: string): readonly string[] {
  const value = data[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The fields of an object inside the data; none where there is no such object. */
export function objectIn(data: Data, name: string): Data {
  const value = data[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function objectsIn(data: Data, name: string): readonly Data[] {
  const value = data[name];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => (typeof item === 'object' && item !== null && !Array.isArray(item) ? [item] : []));
}
