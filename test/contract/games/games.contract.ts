import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type GameField,
  type GameOperator,
  type GameTerm,
  printGameQuery,
} from '../../../main-ingest/contract/game-query.ts';
import type { GameRow } from '../../../main-ingest/contract/games.ts';
import { openRecord } from '../../../main-ingest/event/data.ts';
import { matches } from '../../../main-ingest/games/game-match.ts';
import { type Games, openGames } from '../../../main-ingest/games/games.ts';
import type { MetricsReader } from '../../../main-ingest/metrics/metrics.ts';
import { recordedEvents } from '../../recordings.ts';

export const RECORDING = 'train-small.jsonl.gz';

/** A metrics store that holds the rows of {@link RECORDING}. */
export interface FilledMetrics {
  readonly metrics: MetricsReader;
  remove(): Promise<void>;
}

/** What the list of games promises, whichever store it asks. */
export function gamesContract(name: string, open: () => Promise<FilledMetrics>): void {
  describe(`Games contract [${name}]`, () => {
    let store: FilledMetrics;
    let games: Games;
    let all: GameRow[];
    let live: GameRow[] = [];
    const bookmarks = new Set<string>();

    beforeAll(async () => {
      store = await open();
      games = openGames({
        metrics: store.metrics,
        live: { games: { rows: () => live } },
        workspace: {
          bookmarks: {
            has: (id) => bookmarks.has(id),
            all: () => [...bookmarks],
            set: (id, on) => void (on ? bookmarks.add(id) : bookmarks.delete(id)),
          },
        },
        replay: {
          preview: async (sessionId) => ({
            game: all.find((row) => row.sessionId === sessionId) ?? expect.fail(),
            blinds: [],
            moments: [],
          }),
        },
      });
      all = (await games.list({ scope: {}, limit: 1000 })).rows;
    });
    afterAll(() => store.remove());

    const found = async (q: string): Promise<string[]> =>
      (await games.list({ scope: {}, q, limit: 1000 })).rows.map(({ sessionId }) => sessionId).sort();

    describe('the list', () => {
      test('has every game, its wins, and the last that ended first', async () => {
        const list = await games.list({ scope: {} });
        expect(list).toMatchObject({ total: 60, matched: 60, wins: 14, liveTotal: 0, live: [], problems: [] });
        const ends = list.rows.map(({ endedAt }) => endedAt);
        expect(ends).toEqual(ends.toSorted().reverse());
      });

      test('has jokers left to right, start, and the blind of the last hand, as the events tell them', () => {
        const told = new Map<string, Partial<GameRow>>();
        for (const record of recordedEvents(RECORDING)) {
          const event = openRecord(record);
          const row = told.get(record.sessionId) ?? {};
          if (event?.eventType === 'GameStarted') row.startedAt = record.timestamp;
          if (event?.eventType === 'HandPlayed') row.blindType = event.data.blindType;
          if (event?.eventType === 'GameCompleted')
            Object.assign(row, { jokers: event.data.finalJokers, hands: event.data.handsPlayed });
          told.set(record.sessionId, row);
        }
        for (const row of all) expect(row).toMatchObject(told.get(row.sessionId) ?? {});
      });

      test('comes in pages that fit together, however it is sorted', async () => {
        for (const sort of ['ante', 'strategy', 'bestHand', 'length', 'result'] as const) {
          const pages = await Promise.all(
            [0, 25, 50].map((offset) => games.list({ scope: {}, sort, offset, limit: 25 })),
          );
          const ids = pages.flatMap(({ rows }) => rows.map(({ sessionId }) => sessionId));
          expect(new Set(ids).size).toBe(60);
        }
      });

      test('is sorted by any column, both ways', async () => {
        const [best] = (await games.list({ scope: {}, sort: 'bestHand' })).rows;
        expect(best?.bestHand).toBe(1_241_578);
        const hands = (await games.list({ scope: {}, sort: 'hands', descending: false })).rows.map((row) => row.hands);
        expect(hands).toEqual(hands.toSorted((a, b) => a - b));
      });

      test('keeps to the scope', async () => {
        const won = await games.list({ scope: { outcome: ['win'], strategy: ['smart', 'smart-economy'] } });
        expect(won).toMatchObject({ total: 12, matched: 12, wins: 12 });
        const middle = all[30]?.startedAt ?? '';
        const [from, to] = await Promise.all([
          games.list({ scope: { from: middle } }),
          games.list({ scope: { to: middle } }),
        ]);
        expect(from.total + to.total).toBe(60);
      });

      test('says what it could not read, and answers the rest', async () => {
        const list = await games.list({ scope: {}, q: 'jokr:x outcome:won' });
        expect(list.matched).toBe(14);
        expect(list.problems).toMatchObject([{ position: 0, length: 4 }]);
      });

      test('takes text for text', async () => {
        for (const q of [`seed:"' OR 1=1 --"`, 'joker:"%"', 'joker:"_*"', String.raw`strategy:"\\"`]) {
          expect(await found(q)).toEqual([]);
        }
        expect(await found('strategy:*')).toHaveLength(60);
      });
    });

    test('law: the store finds the games that meet a query, by the same meaning that games in flight are held to', async () => {
      for (const { sessionId } of all.slice(0, 5)) games.bookmark({ sessionId, on: true });
      const rows = all.map((row) => ({ ...row, bookmarked: bookmarks.has(row.sessionId) }));
      await fc.assert(
        fc.asyncProperty(termsAbout(all), async (query) => {
          const expected = rows.filter((row) => matches(row, query)).map(({ sessionId }) => sessionId);
          expect(await found(printGameQuery(query))).toEqual(expected.sort());
        }),
        {
          numRuns: 150,
          examples: [
            [
              [
                { field: 'joker', operator: ':', values: ['*joker*', 'Blackboard'], negated: false },
                { field: 'ended', operator: ':', values: ['2026-09-28T06:00'], negated: false },
              ],
            ],
          ],
        },
      );
    });

    describe('facets', () => {
      const count = (rows: readonly GameRow[], valuesOf: (row: GameRow) => readonly string[]) => {
        const counts: Record<string, number> = {};
        for (const row of rows) for (const value of new Set(valuesOf(row))) counts[value] = (counts[value] ?? 0) + 1;
        return counts;
      };
      const asRecord = (values: readonly { value: string; games: number }[]) =>
        Object.fromEntries(values.map(({ value, games: n }) => [value, n]));

      test('count within the query, each without its own token', async () => {
        const facets = await games.facets({ scope: {}, q: 'outcome:won strategy:smart,smart-economy' });
        const ofStrategies = all.filter(({ strategy }) => strategy === 'smart' || strategy === 'smart-economy');
        const won = all.filter(({ state }) => state === 'win');
        const both = ofStrategies.filter(({ state }) => state === 'win');
        expect(asRecord(facets.outcome)).toEqual(count(ofStrategies, (row) => [row.state]));
        expect(asRecord(facets.strategy)).toEqual(count(won, (row) => [row.strategy ?? '']));
        expect(asRecord(facets.deck)).toEqual(count(both, (row) => [row.deck ?? '']));
        expect(asRecord(facets.joker)).toEqual(count(both, (row) => row.jokers));
        expect(facets.ante.map(({ value }) => Number(value))).toEqual(
          facets.ante.map(({ value }) => Number(value)).sort((a, b) => a - b),
        );
      });

      test('count games in flight with the others', async () => {
        live = [{ ...(all[0] ?? expect.fail()), sessionId: 'in-flight', state: 'live', deck: 'Deck of its own' }];
        const facets = await games.facets({ scope: {} });
        expect(asRecord(facets.outcome)).toMatchObject({ live: 1, win: 14, loss: 46 });
        expect(asRecord(facets.deck)).toMatchObject({ 'Deck of its own': 1 });
        live = [];
      });
    });

    test('games in flight stand on top, of those that match and are in scope', async () => {
      const [row = expect.fail()] = all;
      live = [
        { ...row, sessionId: 'a', state: 'live', strategy: 'smart', endedAt: null },
        { ...row, sessionId: 'b', state: 'live', strategy: 'random', endedAt: null },
      ];
      const list = await games.list({ scope: { strategy: ['smart', 'random'] }, q: 'strategy:smart' });
      expect(list.live.map(({ sessionId }) => sessionId)).toEqual(['a']);
      expect([list.liveMatched, list.liveTotal]).toEqual([1, 2]);
      const second = await games.list({ scope: {}, limit: 1, liveOffset: 1 });
      expect(second.live.map(({ sessionId }) => sessionId)).toEqual(['b']);
      expect(second.liveMatched).toBe(2);
      expect((await games.list({ scope: {}, offset: 200 })).live).toEqual([]);
      expect((await games.list({ scope: { outcome: ['win'] } })).liveTotal).toBe(0);
      expect(await games.list({ scope: {}, q: 'outcome:live' })).toMatchObject({ matched: 0 });
      live = [];
    });

    test('the values that a scope can have are counted by the games that started', async () => {
      const values = await games.scopeValues();
      expect(values.games).toBe(60);
      expect(values.strategy.reduce((sum, { games: n }) => sum + n, 0)).toBe(60);
      expect(values.outcome).toEqual([
        { value: 'loss', games: 46 },
        { value: 'win', games: 14 },
      ]);
      expect(values.first).toBe(all.map(({ startedAt }) => startedAt).sort()[0]);
    });

    test('a bookmark is in the list and the preview, until it is taken away', async () => {
      const { sessionId } = all[7] ?? expect.fail();
      const marked = async () => (await games.preview(sessionId)).game.bookmarked;
      games.bookmark({ sessionId, on: true });
      expect(await marked()).toBe(true);
      expect(await found('bookmarked:yes')).toContain(sessionId);
      games.bookmark({ sessionId, on: false });
      expect(await marked()).toBe(false);
      expect(await found('bookmarked:yes')).not.toContain(sessionId);
    });
  });
}

/** Terms made of what the games are, and of what they are not. */
function termsAbout(all: readonly GameRow[]): fc.Arbitrary<GameTerm[]> {
  const term = (
    field: GameField,
    operators: readonly GameOperator[],
    values: fc.Arbitrary<string>,
  ): fc.Arbitrary<GameTerm> =>
    fc.record({
      field: fc.constant(field),
      operator: fc.constantFrom(...operators),
      values: values.map((value) => [value]),
      negated: fc.boolean(),
    });
  const some = (values: readonly (string | number | null)[]) =>
    fc.constantFrom(...new Set(values.flatMap((value) => (value === null ? [] : String(value)))));
  const order: GameOperator[] = [':', '>=', '<', '<=', '>'];
  const jokers = fc.array(
    fc.oneof(some(all.flatMap((row) => row.jokers)), fc.constantFrom('*joker*', 'the *', 'b*e*', 'wily*y joker')),
    { minLength: 1, maxLength: 3 },
  );
  return fc.array(
    fc.oneof(
      term('strategy', [':', '='], some(all.map((row) => row.strategy))),
      term('deck', [':', '='], some(all.map((row) => row.deck))),
      term('stake', [':', '='], some(all.map((row) => row.stake))),
      term('experiment', [':'], some(all.map((row) => row.experiment))),
      term('model', order, some(all.map((row) => row.model))),
      term('ante', order, some(all.map((row) => row.ante))),
      term('best', order, some(all.map((row) => row.bestHand))),
      term('hands', order, some(all.map((row) => row.hands))),
      term('money', order, some(all.map((row) => row.money))),
      term('ante', order, fc.constantFrom('6.5', '-1', '1e400', '1e20')),
      term('seed', [':', '='], some(all.flatMap((row) => [row.seed, row.seed?.slice(0, 1).toLowerCase() ?? '']))),
      term('game', [':'], some(all.map((row) => row.sessionId.slice(0, 1)))),
      term('length', order, fc.constantFrom('0:01', '2', '1.5')),
      term('started', order, fc.constantFrom('2026-09-28', '2026-09-28T06:00:30')),
      term('ended', order, fc.constantFrom('2026-09-28T06:00', '2026-09-28T06:00:30')),
      term('outcome', [':'], fc.constantFrom('won', 'lost', 'abandoned', 'live')),
      term('blind', [':'], fc.constantFrom('small', 'big', 'boss')),
      term('bookmarked', [':'], fc.constantFrom('yes', 'no')),
      jokers.chain((values) => term('joker', [':', '='], fc.constant('')).map((one) => ({ ...one, values }))),
      fc.constantFrom('JOKER', 'green deck', 'ppo', 'a').map(word),
    ),
    { minLength: 1, maxLength: 3 },
  );
}

function word(text: string): GameTerm {
  return { field: null, operator: ':', values: [text], negated: false };
}
