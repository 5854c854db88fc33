import { createBuffer, SenderOptions } from '@questdb/nodejs-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeRows } from '../../../main-ingest/metrics/questdb-lines.ts';
import { type Column, type Row, TABLES, type Table } from '../../../main-ingest/metrics/tables.ts';

const special = fc.constantFrom('a', 'É', '♠', '😀', ' ', ',', '=', '"', '\\', '\n', '\r', "'", '~', '\u0000');
const text = fc.string({ unit: special, maxLength: 8 });

function cellOf(column: Column): fc.Arbitrary<Row[number]> {
  switch (column.type) {
    case 'text':
      return text;
    case 'integer':
      return column.wide ? fc.maxSafeInteger() : fc.integer();
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'timestamp':
      return fc.integer({ min: 0, max: 4e15 });
  }
}

const tableAndRows = fc.constantFrom(...TABLES).chain((table) => {
  const [time, ...others] = table.columns;
  const first = time === undefined ? [] : [cellOf(time)];
  const row = fc.tuple(...first, ...others.map((column) => fc.option(cellOf(column))));
  // A row without any column is refused by the library; none is ever made.
  const filled = row.filter((cells) => cells.slice(1).some((cell) => cell !== null));
  return fc.tuple(fc.constant(table), fc.array(filled, { minLength: 1, maxLength: 4 }));
});

test('rows are encoded to the bytes that the client library makes', () => {
  fc.assert(
    fc.property(tableAndRows, ([table, rows]) => {
      expect(encodeRows(table, rows).toString()).toBe(encodedByLibrary(table, rows));
    }),
  );
});

function encodedByLibrary(table: Table, rows: readonly Row[]): string {
  const buffer = createBuffer(new SenderOptions('http::addr=localhost;protocol_version=1;'));
  for (const row of rows) {
    buffer.table(table.name);
    for (const [place, { name, symbol }] of table.columns.entries()) {
      const cell = row[place] ?? null;
      if (symbol && cell !== null) buffer.symbol(name, cell);
    }
    for (const [place, { name, type, symbol }] of table.columns.entries()) {
      const cell = row[place] ?? null;
      if (symbol || cell === null || place === 0) continue;
      if (type === 'text') buffer.stringColumn(name, String(cell));
      else if (type === 'integer') buffer.intColumn(name, Number(cell));
      else if (type === 'double') buffer.floatColumn(name, Number(cell));
      else if (type === 'boolean') buffer.booleanColumn(name, cell === true);
      else buffer.timestampColumn(name, Number(cell), 'us');
    }
    buffer.at(Number(row[0]), 'us');
  }
  return buffer.toBufferNew()?.toString() ?? '';
}
