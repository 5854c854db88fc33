import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Table } from '../../../main-ingest/cookbook/text-lines.ts';
import { writeXlsx } from '../../../main-ingest/cookbook/xlsx.ts';
import { readSheet, unzip } from '../../xlsx.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-xlsx-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written(table: Table, title = 'win-rate'): Promise<Map<string, string>> {
  const file = join(folder, `${crypto.randomUUID()}.xlsx`);
  await writeXlsx(file, table, title, undefined);
  return unzip(readFileSync(file));
}

const column = (name: string, type: Table['columns'][number]['type']) => ({ name, type });

test('cells keep their type: number, time, truth, text; null is an empty cell', async () => {
  const sheet = readSheet(
    await written({
      columns: [
        column('timestamp', 'timestamp'),
        column('joker', 'text'),
        column('score', 'double'),
        column('games', 'integer'),
        column('won', 'boolean'),
        column('hand', 'list'),
      ],
      rows: [
        ['2026-10-01T12:00:00.250000Z', '=1+1 <b> & "x"', 1.5e28, 3, true, ['S_A', 'H_T']],
        [null, 'two\nlines\u0007_x0007_', -0.25, 0, false, null],
        ['1890-01-01T00:00:00.000000Z', ' ', null, 9007199254740991, null, []],
      ],
    }),
  );
  expect(sheet.rows).toEqual([
    ['timestamp', 'joker', 'score', 'games', 'won', 'hand'],
    [new Date('2026-10-01T12:00:00.250Z'), '=1+1 <b> & "x"', 1.5e28, 3, true, '["S_A","H_T"]'],
    [null, 'two\nlines\u0007_x0007_', -0.25, 0, false, null],
    ['1890-01-01T00:00:00.000000Z', ' ', null, '9007199254740991', null, '[]'],
  ]);
});

test('a number of more digits than Excel has is text, and every digit is there', async () => {
  const columns = [
    ...[column('n', 'integer'), column('d', 'decimal'), column('x', 'double'), column('ns', 'timestamp')],
    ...[column('day', 'date'), column('local', 'datetime')],
  ];
  const sheet = readSheet(
    await written({
      columns,
      rows: [
        [
          '9007199254740993',
          '1.10',
          0.1 + 0.2,
          '2026-10-01T12:00:00.123456789Z',
          '2026-10-01',
          '2026-10-01T12:00:00.250000',
        ],
        [999_999_999_999_999, '-12345678901234.56', 1e300, 'infinity', '-000043-03-15', null],
        ['100000000000000000000', 0.5, null, null, null, null],
      ],
    }),
  );
  expect(sheet.rows.slice(1)).toEqual([
    [
      ...['9007199254740993', 1.1, 0.1 + 0.2, '2026-10-01T12:00:00.123456789Z'],
      ...[new Date('2026-10-01T00:00:00Z'), new Date('2026-10-01T12:00:00.250Z')],
    ],
    [999_999_999_999_999, '-12345678901234.56', 1e300, 'infinity', '-000043-03-15', null],
    [1e20, 0.5, null, null, null, null],
  ]);
});

test('the header is bold and stays in sight, the sheet bears the name', async () => {
  const parts = await written(
    { columns: [column('n', 'integer')], rows: [[1]] },
    'Who wins: 50/50? A name that is longer than a sheet may have',
  );
  const sheet = readSheet(parts);
  expect(sheet).toMatchObject({ name: 'Who wins  50 50  A name that is', frozenRows: 1, boldRows: [1] });
});

test('more columns than there are letters', async () => {
  const names = Array.from({ length: 703 }, (_, index) => `c${index}`);
  const parts = await written({
    columns: names.map((name) => column(name, 'integer')),
    rows: [names.map((_, i) => i)],
  });
  expect(readSheet(parts).rows[1]).toEqual(names.map((_, i) => i));
  expect(parts.get('xl/worksheets/sheet1.xml')).toContain('r="AAA1"');
});

test('no rows are a header alone', async () => {
  expect(readSheet(await written({ columns: [column('n', 'integer')], rows: [] })).rows).toEqual([['n']]);
});

test('what a cell has no room for is refused and not cut', async () => {
  const table: Table = { columns: [column('text', 'text')], rows: [['x'.repeat(32_768)]] };
  await expect(written(table)).rejects.toMatchObject({ code: 'FAILED', message: expect.stringContaining('cell A2') });
});
