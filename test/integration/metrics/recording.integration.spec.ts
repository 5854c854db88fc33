import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import type { Cell } from '../../../main-ingest/metrics/metrics.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { recordedEvents } from '../../recordings.ts';

/** The parts of the reference that the tables answer by themselves; recipes answer the rest. */
interface Reference {
  readonly gamesStarted: number;
  readonly gamesCompleted: number;
  readonly gamesByOutcome: Readonly<Record<string, number>>;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly handTypes: Readonly<Record<string, { hands: number; meanFinalScore: number; maxFinalScore: number }>>;
  readonly moneyByKind: Readonly<Record<string, { rows: number; earned: number; spent: number }>>;
  readonly deaths: readonly { blindName: string; ante: number; rounds: number }[];
  readonly distinctFinalPairs: number;
  readonly decisions: { readonly count: number; readonly usedLlm: number };
  readonly learningMetrics: Readonly<Record<string, { count: number; mean: number; last: number }>>;
}

const BATCH = 1000;

describe('tables of train-small [real DuckDB]', () => {
  let folder: string;
  let store: Duckdb;
  let reference: Reference;
  const events = recordedEvents('train-small.jsonl.gz');

  beforeAll(async () => {
    reference = JSON.parse(await readFile(join(import.meta.dirname, '../../recordings/reference-small.json'), 'utf8'));
    folder = await mkdtemp(join(tmpdir(), 'metrics-'));
    store = await openDuckdb({
      file: join(folder, 'metrics.duckdb'),
      memoryLimitMb: 256,
      exportFolder: join(folder, 'export'),
    });
    const fold = new MetricsFold(new Map());
    for (let done = 0; done < events.length; done += BATCH) {
      const { rows, checkpoint } = fold.fold(events.slice(done, done + BATCH), done + BATCH);
      await store.writer.write(rows, checkpoint);
    }
  });

  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const rowsOf = async (sql: string): Promise<readonly (readonly Cell[])[]> => {
    const { rows } = await store.reader.query(sql, [], { maxRows: 100_000, timeoutMs: 60_000 });
    return rows;
  };

  test('nothing of the games is carried on after the last event', async () => {
    expect((await store.writer.checkpoint()).carry.size).toBe(0);
  });

  test('games and their outcomes', async () => {
    expect(await rowsOf('SELECT count(*) FROM game_starts')).toEqual([[reference.gamesStarted]]);
    const outcomes = await rowsOf('SELECT outcome, count(*) FROM game_results GROUP BY outcome');
    expect(Object.fromEntries(outcomes)).toEqual(reference.gamesByOutcome);
  });

  test('rounds: each that was won or lost shows in its last hand', async () => {
    expect(await rowsOf(`SELECT count(*) FROM game_metrics WHERE outcome <> 'continues'`)).toEqual([
      [reference.eventsByType.RoundCompleted],
    ]);
    const deaths = await rowsOf(
      `SELECT blind_name, ante, count(*) AS n FROM game_metrics WHERE outcome = 'lost'
       GROUP BY ALL ORDER BY n DESC, blind_name, ante`,
    );
    expect(deaths).toEqual(reference.deaths.map(({ blindName, ante, rounds }) => [blindName, ante, rounds]));
  });

  test('hands by type', async () => {
    const hands = await rowsOf(
      'SELECT hand_type, count(*), avg(final_score), max(final_score) FROM game_metrics GROUP BY 1',
    );
    expect(hands).toHaveLength(Object.keys(reference.handTypes).length);
    for (const [type, count, mean, max] of hands) {
      const expected = reference.handTypes[String(type)];
      expect([count, max]).toEqual([expected?.hands, expected?.maxFinalScore]);
      expect(Number(mean) / Number(expected?.meanFinalScore)).toBeCloseTo(1, 9);
    }
  });

  test('money by kind', async () => {
    const kinds = await rowsOf(
      `SELECT kind, count(*), sum(greatest(amount, 0)), sum(greatest(-amount, 0)) FROM economic_flow GROUP BY kind`,
    );
    const found = kinds.map(([kind, rows, earned, spent]) => [kind, { rows, earned, spent }]);
    expect(Object.fromEntries(found)).toEqual(reference.moneyByKind);
  });

  test('every change of money is booked: each balance is the one before and the amount', async () => {
    const broken = await rowsOf(
      `WITH flows AS (
         SELECT session_id, amount, balance,
           lag(balance) OVER (PARTITION BY session_id ORDER BY sequence_id, rowid) AS before
         FROM economic_flow)
       SELECT * FROM flows WHERE before + amount <> balance`,
    );
    expect(broken).toEqual([]);
    const games = await rowsOf(
      `SELECT session_id, starting_money, told, final_money
       FROM game_starts JOIN game_results USING (session_id)
       JOIN (SELECT session_id, sum(amount) AS told FROM economic_flow GROUP BY session_id) USING (session_id)
       WHERE starting_money + told <> final_money`,
    );
    expect(games).toEqual([]);
  });

  test('decisions', async () => {
    const { count, usedLlm } = reference.decisions;
    const sql = 'SELECT count(*), sum(used_llm::INTEGER), count(strategy_id) FROM decision_points';
    expect(await rowsOf(sql)).toEqual([[count, usedLlm, count]]);
  });

  test('pairs of final jokers', async () => {
    const sql = 'SELECT count(DISTINCT joker_combination) FROM joker_synergies WHERE size = 2';
    expect(await rowsOf(sql)).toEqual([[reference.distinctFinalPairs]]);
  });

  test('learning metrics', async () => {
    const metrics = await rowsOf(
      `SELECT name, count(*), avg(value), arg_max(value, timestamp) FROM learning_metrics
       WHERE name NOT LIKE 'checkpoint.%' GROUP BY name`,
    );
    expect(metrics).toHaveLength(Object.keys(reference.learningMetrics).length);
    for (const [name, count, mean, last] of metrics) {
      const expected = reference.learningMetrics[String(name)];
      expect([count, last]).toEqual([expected?.count, expected?.last]);
      expect(Number(mean) / Number(expected?.mean)).toBeCloseTo(1, 9);
    }
  });
});
