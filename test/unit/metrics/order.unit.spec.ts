import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { type FoldLimits, MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { type Row, TABLES, type TableName, type TableRows } from '../../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../../recordings.ts';
import { blind, event, gameEnd, hand, roundEnd, started } from './game-events.ts';

/** A store as the port describes it: a row replaces that of the same key. */
class Tables {
  readonly #rows = new Map<string, Row>();

  write(rows: TableRows): void {
    for (const { name, columns, key } of TABLES) {
      const places = key.map((part) => columns.findIndex((column) => column.name === part));
      for (const row of rows.get(name) ?? []) {
        this.#rows.set(JSON.stringify([name, ...places.map((place) => row[place])]), row);
      }
    }
  }

  /** All rows but those of antes that were made too early and then emptied: no order of arrival takes a row back. */
  content(): ReadonlyMap<string, Row> {
    const changes = TABLES.find(({ name }) => name === 'game_antes')?.columns.findIndex(
      ({ name }) => name === 'changes',
    );
    const rows = [...this.#rows].filter(([key, row]) => !key.startsWith('["game_antes"') || row[changes ?? -1] !== 0);
    return new Map(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  of(table: TableName): readonly Row[] {
    return [...this.#rows].filter(([key]) => key.startsWith(`["${table}"`)).map(([, row]) => row);
  }
}

function foldAll(events: readonly EventRecord[], sizes: readonly number[], limits?: Partial<FoldLimits>): Tables {
  const tables = new Tables();
  const fold = new MetricsFold(new Map(), limits);
  let done = 0;
  for (let batch = 0; done < events.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 1;
    const { rows } = fold.fold(events.slice(done, done + size), done + size);
    tables.write(rows);
    done += size;
  }
  return tables;
}

const recorded = recordedEvents('train-small.jsonl.gz');
const sessions = [...new Set(recorded.filter((one) => one.sequenceId >= 0).map((one) => one.sessionId))].slice(0, 4);
const few = recorded.filter((one) => sessions.includes(one.sessionId)).slice(0, 1500);
const inOrder = foldAll(few, [few.length]).content();

describe('any portions', () => {
  test('make the same rows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        expect(foldAll(few, sizes).content()).toEqual(inOrder);
      }),
      { numRuns: 10 },
    );
  });

  test('and any crashes: a fold that begins again at a saved checkpoint makes the same rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.boolean()), { minLength: 1 }), (plan) => {
        const tables = new Tables();
        const saved = new Map<string, string>();
        let fold = new MetricsFold(saved);
        let done = 0;
        for (let i = 0; done < few.length; i += 1) {
          const [size, crash] = plan[i % plan.length] ?? [1, false];
          const { rows, checkpoint } = fold.fold(few.slice(done, done + size), done + size);
          tables.write(rows);
          if (crash && i < 40) {
            fold = new MetricsFold(saved);
            continue;
          }
          done = checkpoint.position;
          for (const [session, state] of checkpoint.carry) {
            if (state === null) saved.delete(session);
            else saved.set(session, state);
          }
        }
        expect(tables.content()).toEqual(inOrder);
        expect([...new MetricsFold(saved).fold([], done).checkpoint.carry.keys()]).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

describe('any order', () => {
  test('of arrival makes the same rows', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(few, { minLength: few.length }),
        fc.integer({ min: 1, max: 900 }),
        (events, size) => {
          expect(foldAll(events, [size]).content()).toEqual(inOrder);
        },
      ),
      { numRuns: 5 },
    );
  });

  test('before the gap closes, what is there has rows already', () => {
    const tables = new Tables();
    const fold = new MetricsFold(new Map());
    tables.write(
      fold.fold([event(3, 'RoundCompleted', roundEnd(1, 'won')), event(2, 'HandPlayed', hand(1, 1))], 2).rows,
    );
    expect(tables.of('game_metrics').map((row) => row.slice(-2))).toEqual([['continues', null]]);
    tables.write(fold.fold([event(1, 'BlindSelected', blind(1)), event(0, 'GameStarted', started)], 4).rows);
    expect(tables.of('game_metrics').map((row) => row.slice(-2))).toEqual([['won', 'smart']]);
  });
});

describe('gaps', () => {
  const hands = [1, 2, 3, 4].map((sequence) => event(sequence, 'HandPlayed', hand(1, sequence)));
  const strategies = (tables: Tables) => tables.of('game_metrics').map((row) => row.at(-1));

  test('past the limit of a game are given up, and what comes later still has its rows', () => {
    const tables = foldAll([...hands, event(0, 'GameStarted', started), event(5, 'HandPlayed', hand(1, 5))], [1], {
      waitingInAGame: 2,
    });
    expect(strategies(tables)).toEqual([null, null, null, null, 'smart']);
    expect(tables.of('game_starts')).toHaveLength(1);
  });

  test('past the limit of all games are given up, the oldest first', () => {
    const fold = new MetricsFold(new Map(), { waiting: 4 });
    const other = hands.map((one) => ({ ...one, sessionId: 'other' }));
    fold.fold(hands, 4);
    const { checkpoint } = fold.fold(other, 8);
    expect([...checkpoint.carry].map(([session, state]) => [session, state?.includes('"ahead":[]')])).toEqual([
      ['other', false],
      ['game', true],
    ]);
  });

  test('a game that has ended with one is done with when its gap is given up', () => {
    const fold = new MetricsFold(new Map(), { waiting: 1 });
    const { checkpoint } = fold.fold([event(1, 'HandPlayed', hand(1, 1)), event(2, 'GameCompleted', gameEnd())], 2);
    expect([...checkpoint.carry]).toEqual([['game', null]]);
  });

  test('what is remembered is bounded by its size too, whatever events hold', () => {
    const fold = new MetricsFold(new Map(), { characters: 10_000 });
    const begin = (sessionId: string, seed: string) => ({
      ...event(0, 'GameStarted', { ...started, seed }),
      sessionId,
    });
    fold.fold([begin('a', 'x'.repeat(6_000))], 1);
    const { checkpoint } = fold.fold([begin('b', 'x'.repeat(6_000))], 2);
    expect([...checkpoint.carry].map(([session, carry]) => [session, carry !== null])).toEqual([
      ['b', true],
      ['a', false],
    ]);
    expect(fold.fold([begin('c', 'x'.repeat(20_000))], 3).checkpoint.carry.get('c')).toBeNull();
    expect(fold.fold([begin('d', 'short')], 4).checkpoint.carry.get('d')).not.toBeNull();
  });

  test('games beyond the limit are forgotten, the quietest first', () => {
    const fold = new MetricsFold(new Map(), { games: 2 });
    const begin = (sessionId: string) => ({ ...event(0, 'GameStarted', started), sessionId });
    fold.fold([begin('a')], 1);
    fold.fold([begin('b')], 2);
    fold.fold([{ ...hands[0], ...event(1, 'HandPlayed', hand(1, 1)), sessionId: 'a' }], 3);
    expect(fold.fold([begin('c')], 4).checkpoint.carry.get('b')).toBeNull();
  });
});
