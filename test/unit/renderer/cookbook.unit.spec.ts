import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import type { Recipe, RecipeParameter } from '../../../main-ingest/contract/cookbook.ts';
import { rowsOf } from '../../../renderer/contract/answer-rows.ts';
import { guessedChart, readChart, writeChart } from '../../../renderer/views/cookbook/chart-choice.ts';
import { DIALECTS, runnableOf } from '../../../renderer/views/cookbook/dialect.ts';
import { errorWords } from '../../../renderer/views/cookbook/error-words.ts';
import { fixOf, placeOf, wordAt } from '../../../renderer/views/cookbook/fix.ts';
import { formatSql } from '../../../renderer/views/cookbook/format-sql.ts';
import { gamesOf } from '../../../renderer/views/cookbook/opens.ts';
import { parametersOf, typedValue, valuesOf } from '../../../renderer/views/cookbook/parameters.ts';
import { resultChart } from '../../../renderer/views/cookbook/result-chart.ts';
import { freeId, nameOfTitle, subjectOf } from '../../../renderer/views/cookbook/tab.ts';

const columns = [
  { name: 'strategy_id', type: 'text' as const },
  { name: 'model', type: 'text' as const },
  { name: 'games', type: 'integer' as const },
  { name: 'win_rate', type: 'double' as const },
  { name: 'low', type: 'double' as const },
  { name: 'high', type: 'double' as const },
];
const rows = [
  ['smart', 'ppo-002', 20, 0.5, 0.3, 0.7],
  ['smart', 'ppo-010', 4, 0.25, 0.05, 0.7],
  ['random', 'ppo-002', 30, 0.1, 0.03, 0.26],
];
const chart: Recipe['chart'] = {
  type: 'dot-interval',
  title: 'Win rate',
  x: 'model',
  y: ['win_rate'],
  series: 'strategy_id',
  low: 'low',
  high: 'high',
  n: 'games',
};
const opens = 'strategy:"{strategy_id}" model:"{model}"';

describe('the picture of an answer', () => {
  test('is drawn with numbers where cells are digits, and with a clock’s times as they stand', () => {
    const exact = [
      { name: 'at', type: 'datetime' as const },
      { name: 'total', type: 'decimal' as const },
      { name: 'note', type: 'text' as const },
    ];
    const cells = [
      ['2026-10-01T11:30:00.000000', '9007199254740993.10', '7'],
      ['2026-10-01T12:30:00.000000', 1.5, '8'],
      ['infinity', '2.50', '9'],
    ];
    const guessed = guessedChart(exact);
    expect(guessed).toMatchObject({ type: 'line', x: 'at', y: ['total'] });
    const answer = { columns: exact, rows: cells, rowCount: cells.length };
    const drawn = resultChart({ chart: guessed, columns: [], opens: null, answer });
    expect(drawn?.whole.series[0]?.points).toEqual([
      { x: Date.UTC(2026, 9, 1, 11, 30), y: 9007199254740994 },
      { x: Date.UTC(2026, 9, 1, 12, 30), y: 1.5 },
    ]);
    const [first] = rowsOf(answer);
    expect([first?.number('total'), first?.number('note'), first?.text('note')]).toEqual([9007199254740994, null, '7']);
  });

  test('one a series, on one scale, a point opens its games, few games are thin', () => {
    const drawn = resultChart({
      chart,
      columns: [{ name: 'win_rate', label: 'Win rate', unit: 'share' }],
      opens,
      answer: { columns, rows, rowCount: rows.length },
    });
    expect(drawn?.facets.map(({ name, about }) => [name, about])).toEqual([
      ['smart', '24 games'],
      ['random', '30 games'],
    ]);
    const [smart] = drawn?.facets ?? [];
    expect(smart?.spec.y).toMatchObject({ unit: 'share', min: 0, max: 1 });
    expect(smart?.spec.x.labels).toEqual(['2', '10']);
    expect(smart?.spec.series[0]?.points).toEqual([
      { x: 'ppo-002', y: 0.5, low: 0.3, high: 0.7, n: 20, opens: { q: 'strategy:"smart" model:"ppo-002"' } },
      {
        x: 'ppo-010',
        y: 0.25,
        low: 0.05,
        high: 0.7,
        n: 4,
        thin: true,
        opens: { q: 'strategy:"smart" model:"ppo-010"' },
      },
    ]);
  });

  test('lines of sizes far apart have a scale each, others share one', () => {
    const metrics = {
      columns: [
        { name: 'step', type: 'integer' as const },
        { name: 'name', type: 'text' as const },
        { name: 'value', type: 'double' as const },
      ],
      line: { type: 'line', title: 'Metrics', x: 'step', y: ['value'], series: 'name' } satisfies Recipe['chart'],
    };
    const names = (loss: number) => {
      const cells = [1, 2].flatMap((step) => [
        [step, 'rate', 1_000 * step],
        [step, 'loss', loss * step],
      ]);
      const answer = { columns: metrics.columns, rows: cells, rowCount: cells.length };
      return resultChart({ chart: metrics.line, columns: [], opens: null, answer })?.facets.map(({ name }) => name);
    };
    expect(names(0.1)).toEqual(['rate', 'loss']);
    expect(names(500)).toEqual(['']);
  });

  test('days stand along x under their short names', () => {
    const cells = [
      ['2026-09-30', 3],
      ['2026-10-01', 4],
    ];
    const drawn = resultChart({
      chart: { type: 'bar', title: 'Games', x: 'model', y: ['games'] },
      columns: [],
      opens: null,
      answer: { columns: columns.slice(1, 3), rows: cells, rowCount: 2 },
    });
    expect(drawn?.whole.x).toMatchObject({ categories: ['2026-09-30', '2026-10-01'], labels: ['30 Sept', '1 Oct'] });
  });

  test('series at a single place stand side by side', () => {
    const one = rows.filter(([, model]) => model === 'ppo-002');
    const drawn = resultChart({
      chart,
      columns: [],
      opens: null,
      answer: { columns, rows: one, rowCount: one.length },
    });
    expect(drawn?.facets).toHaveLength(1);
    expect(drawn?.whole.x.categories).toEqual(['smart', 'random']);
  });

  test('none without rows, or where the answer has other columns', () => {
    expect(resultChart({ chart, columns: [], opens, answer: { columns, rows: [], rowCount: 0 } })).toBeUndefined();
    expect(
      resultChart({ chart, columns: [], opens, answer: { columns: columns.slice(0, 2), rows, rowCount: rows.length } }),
    ).toBeUndefined();
  });

  test('of free SQL a first guess, and what a person chose is written in the address', () => {
    expect(guessedChart(columns)).toMatchObject({ type: 'dot-interval', x: 'strategy_id', y: ['games'] });
    expect(guessedChart(columns.slice(0, 2)).type).toBe('none');
    const chosen = readChart('bar,model,games,strategy_id');
    expect(chosen).toMatchObject({ type: 'bar', x: 'model', y: ['games'], series: 'strategy_id' });
    expect(chosen && writeChart(chosen)).toBe('bar,model,games,strategy_id');
    expect(readChart('pie,model')).toBeUndefined();
  });
});

test('a row opens its games, whatever its names hold', () => {
  expect(gamesOf('joker:"{model}"', columns, ['', 'Say "Hi"\\', 1])).toBe('joker:"Say \\"Hi\\"\\\\"');
  expect(gamesOf('ante:{games}', columns, ['a', 'b', 8])).toBe('ante:8');
  expect(gamesOf('model:"{model}"', columns, ['a', null, 8])).toBeUndefined();
  expect(gamesOf(null, columns, ['a'])).toBeUndefined();
});

describe('parameters', () => {
  const least: RecipeParameter = { name: 'least', label: 'Least', type: 'integer', scope: null, default: 3 };
  const strategy: RecipeParameter = { name: 'strategy', label: 'S', type: 'texts', scope: 'strategy', default: null };

  test('what is given, else the scope, else the default', () => {
    expect(valuesOf([least, strategy], {}, {})).toEqual({ least: 3, strategy: [] });
    expect(valuesOf([least, strategy], { least: '7' }, { strategy: ['smart'] })).toEqual({
      least: 7,
      strategy: ['smart'],
    });
    expect(valuesOf([least, strategy], { strategy: 'a,b' }, { strategy: ['smart'] }).strategy).toEqual(['a', 'b']);
    expect(typedValue(least, 'seven')).toBe('seven');
    expect(typedValue(least, '9007199254740993')).toBe('9007199254740993');
    expect(typedValue({ type: 'time' }, '2026-10-01')).toBe('2026-10-01T00:00:00Z');
  });

  test('a text declares its own; the names of the scope are the scope’s', () => {
    const found = parametersOf("SELECT ':no' FROM t WHERE a > :least AND b = :who -- if :who\nAND s IN :strategy", [
      least,
    ]);
    expect(found.map(({ name, type, scope }) => [name, type, scope])).toEqual([
      ['least', 'integer', null],
      ['who', 'text', null],
      ['strategy', 'texts', 'strategy'],
    ]);
  });
});

describe('errors', () => {
  test('the word, its line and character, and what is meant', () => {
    const text = 'SELECT a\nFROM t WHERE wim = 1';
    const position = text.indexOf('wim');
    expect(placeOf(text, position)).toEqual({ line: 2, character: 14 });
    expect(wordAt(text, position)).toEqual({ from: position, to: position + 3 });
    expect(fixOf({ tip: 'Did you mean "win"?', position, engineText: null }, text)).toEqual({
      from: position,
      to: position + 3,
      insert: 'win',
    });
  });

  test('of several names the likest is meant, and none where none is alike', () => {
    const fixed = (tip: string) => fixOf({ tip, position: 7, engineText: null }, 'SELECT outcom FROM g')?.insert;
    expect(fixed('Did you mean "deck" or "r.outcome" or "stakes"?')).toBe('r.outcome');
    expect(fixed('Did you mean "final_ante" or "session_id"?')).toBeUndefined();
  });

  test('what is wrong is said in plain words', () => {
    const problem = (code: string, message: string) => ({ code, message, position: 1, tip: null, engineText: null });
    expect(errorWords(problem('UNKNOWN_COLUMN', 'Referenced column "win" not found in FROM clause!'), 'win')).toEqual({
      before: 'There is no column',
      name: 'win',
      after: 'here',
      short: 'no column “win”',
    });
    expect(errorWords(problem('SYNTAX', 'syntax error at or near "FROM"'), 'FROM').before).toBe(
      'syntax error at or near "FROM"',
    );
  });

  test('behind a table’s name the column is meant', () => {
    const engineText =
      '{"exception_message":"Table \\"m\\" has no column\\n\\nCandidate bindings: : \\"blind_type\\""}';
    expect(fixOf({ tip: null, position: 7, engineText }, 'SELECT m.blindtype FROM m')).toEqual({
      from: 9,
      to: 18,
      insert: 'blind_type',
    });
    expect(fixOf({ tip: 'Queries only read.', position: 0, engineText: null }, 'DELETE')).toBeUndefined();
  });
});

describe('what a run means', () => {
  const text = "SELECT ';' AS a; -- not here;\nSELECT 2";
  const state = (anchor: number, head = anchor) =>
    EditorState.create({ doc: text, selection: { anchor, head }, extensions: [DIALECTS.duckdb.language] });

  test('the selection, else the statement under the cursor', () => {
    expect(runnableOf(state(2))).toMatchObject({ sql: "SELECT ';' AS a", offset: 0, whole: false });
    expect(runnableOf(state(text.length)).sql).toBe('SELECT 2');
    expect(runnableOf(state(0, 6))).toEqual({ sql: 'SELECT', offset: 0, whole: false });
  });

  test('all of it where there is one', () => {
    const one = EditorState.create({ doc: 'SELECT 1;\n', extensions: [DIALECTS.duckdb.language] });
    expect(runnableOf(one)).toEqual({ sql: 'SELECT 1', offset: 0, whole: true });
  });
});

test('formatting keeps lines with a condition whole, or leaves the text', async () => {
  expect(await formatSql('select a,b from t where c=:c', 'duckdb')).toMatch(/^SELECT\n {2}a,\n {2}b\nFROM/);
  const whole = await formatSql('SELECT a FROM t\nJOIN s ON s.id = t.id -- if :from\nWHERE a = 1', 'duckdb');
  expect(whole).toContain('JOIN s ON s.id = t.id -- if :from\n');
  expect(await formatSql('SELECT\na, b -- if :from\nFROM t', 'duckdb')).toBeUndefined();
});

test('tabs: of recipes, of analyses, of SQL without a name', () => {
  expect(freeId([{ id: 'sql-2' }, { id: 'win-rate' }])).toBe('sql-3');
  expect(nameOfTitle('Blue Joker: by deck!')).toBe('blue-joker-by-deck');
  expect(nameOfTitle('…')).toBe('analysis');
  expect(subjectOf('sql-3', [], [])?.title).toBe('Untitled 3');
  expect(subjectOf('no-such-recipe', [], [])).toBeUndefined();
});
