import type { Column, Row } from './tables.ts';

/** A table as the line protocol needs it: its first column is the time of the row. */
export interface LineTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/**
 * Rows in QuestDB's line protocol (version 1, text), the same bytes as its client library makes. That one writes every
 * character by itself: here a text without special characters, which is nearly every one, is taken as it is, at a tenth
 * of the time. Names of tables and columns are our own and need no escaping.
 */
export function encodeRows({ name, columns }: LineTable, rows: readonly Row[]): Buffer {
  const [, ...others] = columns.map((column, place) => ({ ...column, place }));
  const symbols = others.filter(({ symbol }) => symbol);
  const fields = others.filter(({ symbol }) => !symbol);
  let text = '';
  for (const row of rows) {
    text += name;
    for (const symbol of symbols) {
      const cell = row[symbol.place] ?? null;
      if (cell !== null) text += `,${symbol.name}=${escaped(String(cell))}`;
    }
    let before = ' ';
    for (const field of fields) {
      const cell = row[field.place] ?? null;
      if (cell === null) continue;
      text += `${before}${field.name}=${valueText(field.type, cell)}`;
      before = ',';
    }
    // From microseconds to the nanoseconds of the protocol, past what a number holds exactly.
    text += row[0] === 0 ? ' 0\n' : ` ${row[0]}000\n`;
  }
  return Buffer.from(text);
}

function valueText(type: Column['type'], cell: string | number | boolean): string {
  switch (type) {
    case 'text':
      return `"${quoted(String(cell))}"`;
    case 'integer':
      return `${cell}i`;
    case 'double':
      return String(cell);
    case 'boolean':
      return cell === true ? 't' : 'f';
    case 'timestamp':
      return `${cell}t`;
  }
}

function escaped(symbol: string): string {
  return /[ ,=\n\r\\]/.test(symbol) ? symbol.replace(/[ ,=\n\r\\]/g, '\\$&') : symbol;
}

function quoted(text: string): string {
  return /["\n\r\\]/.test(text) ? text.replace(/["\n\r\\]/g, '\\$&') : text;
}
