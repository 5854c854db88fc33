import type { CellValue, QueryOutput } from '../../../main-ingest/contract/cookbook.ts';

type Row = readonly CellValue[];

/**
 * The query of `/games` that lists just the games of a row: a template `joker:"{jokers}"` with the row's cells in it.
 * Undefined where a cell that it needs is empty or not there.
 */
export function gamesOf(template: string | null, columns: QueryOutput['columns'], row: Row): string | undefined {
  if (template === null) return undefined;
  let whole = true;
  const query = template.replaceAll(/("?)\{(\w+)\}("?)/g, (_text, before: string, name: string, after: string) => {
    const cell = row[columns.findIndex((column) => column.name === name)];
    if (cell === null || cell === undefined || cell === '') whole = false;
    const text = String(cell);
    return before === '"' ? `"${text.replaceAll(/(["\\])/g, '\\$1')}"` : before + text + after;
  });
  return whole ? query : undefined;
}
