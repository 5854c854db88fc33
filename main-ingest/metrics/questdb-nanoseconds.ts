import type { PoolClient } from 'pg';
import type { BindValue } from './metrics.ts';
import { ROLLUPS } from './rollups.ts';
import { masked } from './statement-text.ts';
import { TABLES } from './tables.ts';

/** No column of these has nanoseconds. */
const OWN: ReadonlySet<string> = new Set([...TABLES, ...ROLLUPS].map(({ name }) => name));

/**
 * Whether a statement may answer with nanoseconds: it makes some, or reads a table that the workbench did not make. The wire
 * cuts them off and says nothing, so it has to be asked.
 */
export function mayHaveNanoseconds(sql: string): boolean {
  const text = masked(sql).toLowerCase();
  if (/_ns\b|nano/.test(text)) return true;
  const named = new Set(Array.from(text.matchAll(/\b(\w+)\s+as\s*\(/g), ([, name]) => name));
  const read = Array.from(text.matchAll(/\b(?:from|join)\s+(\w+)\b(?!\s*\()/g), ([, name = '']) => name);
  return read.some((name) => !OWN.has(name) && !named.has(name) && name !== 'select');
}

/** Which columns of an answer hold nanoseconds, by their place. @param times name and place of those that hold times at all */
export async function nanosecondColumns(
  client: PoolClient,
  sql: string,
  binds: readonly BindValue[],
  times: readonly { readonly name: string; readonly place: number }[],
): Promise<ReadonlySet<number>> {
  const types = times.map(({ name }) => `typeOf("${name}")`);
  const { rows } = await client.query<string[]>({
    text: `SELECT ${types.join(', ')} FROM (${sql}\n) LIMIT 1`,
    values: [...binds],
    rowMode: 'array',
  });
  return new Set(times.flatMap(({ place }, i) => (rows[0]?.[i] === 'TIMESTAMP_NS' ? [place] : [])));
}

/** The same statement, with its nanoseconds as text, which the wire leaves alone. */
export function asText(sql: string, names: readonly string[], places: ReadonlySet<number>): string {
  const cells = names.map((name, place) =>
    places.has(place) ? `cast("${name}" AS STRING) AS "${name}"` : `"${name}"`,
  );
  return `SELECT ${cells.join(', ')} FROM (${sql}\n)`;
}
