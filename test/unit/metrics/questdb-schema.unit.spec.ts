import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHECKPOINT_TABLE, questdbType, statementsOf } from '../../../main-ingest/metrics/questdb-schema.ts';
import { TABLES } from '../../../main-ingest/metrics/tables.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';

const statements = statementsOf(readFileSync(SCHEMA_FILE, 'utf8'));
const made = new Map(
  statements.map((sql) => {
    const [, name = '', columns = '', keys = ''] =
      /^CREATE TABLE IF NOT EXISTS (\w+) \(\n([\s\S]*?)\n\)[\s\S]* WAL\s+DEDUP UPSERT KEYS\((.*)\)$/.exec(sql) ?? [];
    return [
      name,
      { columns: columns.split('\n').map((line) => /(\w+) (\w+)/.exec(line)?.[0]), keys: keys.split(', ') },
    ];
  }),
);

test('the schema makes every table, and that of the checkpoint', () => {
  expect([...made.keys()]).toEqual([...TABLES.map((table) => table.name), CHECKPOINT_TABLE]);
});

test.each(TABLES)('$name has the columns and the key that rows have', ({ name, columns, key }) => {
  expect(made.get(name)).toEqual({
    columns: columns.map((column) => `${column.name} ${questdbType(column)}`),
    keys: key,
  });
});
