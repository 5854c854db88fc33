import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataOf } from '../../../main-ingest/event/data.ts';
import { fisherExact } from '../../../main-ingest/insight/fisher.ts';
import { openSynergies, type Synergies } from '../../../main-ingest/insight/synergy.ts';
import { type FilledStores, fillStores } from '../../metrics-of.ts';

interface ReferencePair {
  readonly jokers: string;
  readonly games: number;
  readonly wins: number;
  readonly winRate: number;
  readonly lift: number;
  readonly wilson95: readonly [number, number];
}
const reference: {
  jokerPairs: readonly ReferencePair[];
  jokers: readonly ReferencePair[];
  distinctFinalPairs: number;
} = JSON.parse(readFileSync(join(import.meta.dirname, '../../recordings/reference-small.json'), 'utf8'));

let stores: FilledStores;
let synergies: Synergies;
beforeAll(async () => {
  stores = await fillStores('train-small.jsonl.gz');
  synergies = openSynergies(stores.cookbook.ask);
});
afterAll(() => stores.close());

const request = { scope: {}, measure: 'lift', size: 2, minGames: 1, reachedAnte: 1 } as const;

describe('the map', () => {
  test('has the pairs and jokers of the reference', async () => {
    const { games, wins, combinations, jokers } = await synergies.map(request);
    expect([games, wins, combinations.length]).toEqual([60, 14, reference.distinctFinalPairs]);
    for (const pair of reference.jokerPairs) {
      const found = combinations.find((combination) => combination.jokers.join('+') === pair.jokers);
      expect(found).toMatchObject({ games: pair.games, wins: pair.wins, winRate: pair.winRate });
      expect(found?.winRateInterval).toEqual(pair.wilson95);
      expect(found?.lift).toBeCloseTo(pair.lift, 12);
      expect(found?.liftInterval[1]).toBeCloseTo(pair.wilson95[1] / (14 / 60), 12);
      expect(found?.p).toBe(
        fisherExact(pair.wins, pair.games - pair.wins, 14 - pair.wins, 46 - pair.games + pair.wins),
      );
    }
    for (const joker of reference.jokers) {
      expect(jokers.find(({ name }) => name === joker.jokers)).toMatchObject({ games: joker.games, wins: joker.wins });
    }
  });

  test('keeps those with enough games, and their jokers', async () => {
    const { combinations, jokers, merges } = await synergies.map({ ...request, minGames: 3 });
    expect(combinations.every(({ games }) => games >= 3)).toBe(true);
    expect(new Set(combinations.flatMap((combination) => combination.jokers))).toEqual(
      new Set(jokers.map(({ name }) => name)),
    );
    expect(merges).toHaveLength(jokers.length - 1);
    for (const { p, q } of combinations) expect(q).toBeGreaterThanOrEqual(p);
  });

  test('goes by the scope and the ante that was reached', async () => {
    const smart = await synergies.map({ ...request, scope: { strategy: ['smart'] } });
    expect([smart.games, smart.wins]).toEqual([17, 7]);
    const far = await synergies.map({ ...request, reachedAnte: 8 });
    expect(far.games).toBe(19);
    const none = await synergies.map({ ...request, scope: { strategy: ['none such'] } });
    expect(none).toMatchObject({ games: 0, combinations: [], jokers: [] });
  });

  test('has triples too', async () => {
    const { combinations } = await synergies.map({ ...request, size: 3 });
    const triples = new Set(
      finalJokers().flatMap((names) => combinationsOf([...new Set(names)].sort(), 3).map((triple) => triple.join('+'))),
    );
    expect(combinations).toHaveLength(triples.size);
  });
});

describe('a pair', () => {
  test('divides all games into both, each only and neither', async () => {
    const detail = await synergies.pair({ scope: {}, jokers: ['Wily Joker', 'Mad Joker'], reachedAnte: 1 });
    const games = Object.fromEntries(detail?.rates.map(({ label, games, wins }) => [label, [games, wins]]) ?? []);
    expect(games.Both).toEqual([5, 3]);
    const parts = [games.Both, games['Mad Joker only'], games['Wily Joker only'], games.Neither];
    expect([0, 1].map((index) => parts.reduce((sum, part) => sum + (part?.[index] ?? 0), 0))).toEqual([60, 14]);
    const mad = finalJokers().filter((names) => names.includes('Mad Joker')).length;
    expect(games['Mad Joker only']?.[0]).toBe(mad - 5);
    expect(detail?.overTime.map(({ games, allGames }) => [games, allGames])).toEqual([[5, 60]]);
  });

  test('has the hands that were played with both', async () => {
    const detail = await synergies.pair({ scope: {}, jokers: ['Mad Joker', 'Wily Joker'], reachedAnte: 1 });
    const hands = stores.events
      .filter(({ eventType }) => eventType === 'HandPlayed')
      .map(({ data }): DataOf<'HandPlayed'> => JSON.parse(data));
    const both = hands.filter(({ jokers }) => jokers.includes('Mad Joker') && jokers.includes('Wily Joker'));
    for (const { handType, share, shareAll, medianScore } of detail?.handTypes ?? []) {
      const played = both.filter((hand) => hand.handType === handType);
      const scores = played.map(({ scoring }) => Number(scoring.finalScore)).sort((a, b) => a - b);
      expect(share).toBeCloseTo(played.length / both.length, 12);
      expect(shareAll).toBeCloseTo(hands.filter((hand) => hand.handType === handType).length / hands.length, 12);
      expect(medianScore).toBe(scores[Math.ceil(scores.length / 2) - 1]);
    }
    expect(detail?.handTypes).toHaveLength(new Set(both.map(({ handType }) => handType)).size);
  });

  test('that no game ends with is not there', async () => {
    expect(await synergies.pair({ scope: {}, jokers: ['Mad Joker', 'No Joker'], reachedAnte: 1 })).toBeUndefined();
  });
});

function finalJokers(): readonly (readonly string[])[] {
  return stores.events
    .filter(({ eventType }) => eventType === 'GameCompleted')
    .map(({ data }): DataOf<'GameCompleted'> => JSON.parse(data))
    .map((data) => data.finalJokers);
}

function combinationsOf(names: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return names.flatMap((name, index) =>
    combinationsOf(names.slice(index + 1), size - 1).map((rest) => [name, ...rest]),
  );
}
