import type { DataOf } from '../../../main-ingest/event/data.ts';
import type { EventRecord, KnownEventType } from '../../../main-ingest/event/event.ts';

/** Most of the reference's numbers by plain loops over the events: nothing of the workbench has a part in them. */
export function plainAnswers(events: readonly EventRecord[]) {
  const of = <T extends KnownEventType>(type: T) =>
    events
      .filter(({ eventType }) => eventType === type)
      .map(({ sessionId, timestamp, data }) => ({ sessionId, timestamp, data: parse<DataOf<T>>(data) }));
  const starts = new Map(of('GameStarted').map(({ sessionId, data }) => [sessionId, data]));
  const completed = of('GameCompleted').map(({ data, sessionId, timestamp }) => ({
    ...data,
    sessionId,
    timestamp,
    start: starts.get(sessionId),
  }));
  const hands = of('HandPlayed').map(({ data }) => data);
  const decisions = of('DecisionMade');
  const withLlm = new Set(decisions.filter(({ data }) => data.usedLlm).map(({ sessionId }) => sessionId));

  return {
    events: events.length,
    gameEvents: events.filter(({ sequenceId }) => sequenceId >= 0).length,
    gamesStarted: starts.size,
    gamesCompleted: completed.length,
    eventsByType: counts(events.map(({ eventType }) => eventType)),
    winRate: rate(completed),
    gamesByOutcome: counts(completed.map(({ outcome }) => outcome)),
    winRateByUtcDayOfEnd: mapGroups(
      completed,
      ({ timestamp }) => timestamp.slice(0, 10),
      (group) => rate(group),
    ),
    winRateByStrategyId: mapGroups(
      completed,
      ({ start }) => start?.strategyId ?? '',
      (group) => rate(group),
    ),
    winRateByDeck: mapGroups(
      completed,
      ({ start }) => start?.deck ?? '',
      (group) => rate(group),
    ),
    winRateByStakes: mapGroups(
      completed,
      ({ start }) => start?.stakes ?? '',
      (group) => rate(group),
    ),
    winRateByModelVersion: mapGroups(
      completed,
      ({ start }) => start?.modelVersion ?? '',
      (group) => rate(group),
    ),
    anteFunnel: [1, 2, 3, 4, 5, 6, 7, 8].map((ante) => {
      const games = completed.filter(({ finalAnte }) => finalAnte >= ante).length;
      return { ante, games, share: games / completed.length };
    }),
    gamesByFinalAnte: counts(completed.map(({ finalAnte }) => String(finalAnte))),
    handTypes: mapGroups(
      hands,
      ({ handType }) => handType,
      (group) => {
        const { count, mean, max } = scores(group);
        return { hands: count, meanFinalScore: mean, maxFinalScore: max };
      },
    ),
    finalScoreByAnteAndBlindType: [...groups(hands, ({ ante, blindType }) => `${ante} ${blindType}`)]
      .map(([, group]) => {
        const { count, mean, max } = scores(group);
        return { ante: group[0]?.ante ?? 0, blindType: group[0]?.blindType ?? '', hands: count, mean, max };
      })
      .sort((a, b) => a.ante - b.ante || (a.blindType < b.blindType ? -1 : 1)),
    highestScore: scores(hands).max,
    jokers: held(completed, (names) => names),
    jokerPairs: held(completed, (names) =>
      names.flatMap((first, index) => names.slice(index + 1).map((second) => `${first}+${second}`)),
    ),
    moneyByKind: money(events),
    decisions: {
      count: decisions.length,
      latencyMsP50: nearestRank(
        decisions.map(({ data }) => data.latencyMs),
        0.5,
      ),
      latencyMsP95: nearestRank(
        decisions.map(({ data }) => data.latencyMs),
        0.95,
      ),
      usedLlm: decisions.filter(({ data }) => data.usedLlm).length,
      byType: mapGroups(
        decisions.map(({ data }) => data),
        ({ decisionType }) => decisionType,
        (group) => ({
          decisions: group.length,
          meanConfidence: sum(group.map(({ confidenceScore }) => confidenceScore)) / group.length,
          latencyMsP95: nearestRank(
            group.map(({ latencyMs }) => latencyMs),
            0.95,
          ),
        }),
      ),
    },
    llmGames: mapGroups(
      completed,
      ({ sessionId }) => (withLlm.has(sessionId) ? 'any' : 'none'),
      (group) => rate(group),
    ),
  };
}

/** The data of an event of a recording that is known to be sound. */
function parse<T>(data: string): T {
  return JSON.parse(data);
}

function groups<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}

function mapGroups<T, R>(items: readonly T[], key: (item: T) => string, value: (group: T[]) => R): Record<string, R> {
  return Object.fromEntries([...groups(items, key)].map(([name, group]) => [name, value(group)]));
}

function counts(keys: readonly string[]): Record<string, number> {
  return mapGroups(
    keys,
    (key) => key,
    ({ length }) => length,
  );
}

function rate(games: readonly { outcome: string }[]): { games: number; wins: number; winRate: number } {
  const wins = games.filter(({ outcome }) => outcome === 'win').length;
  return { games: games.length, wins, winRate: wins / games.length };
}

function scores(hands: readonly { scoring: { finalScore: number | string } }[]) {
  const values = hands.map(({ scoring }) => Number(scoring.finalScore));
  return { count: values.length, mean: sum(values) / values.length, max: Math.max(...values) };
}

/** The thirty most frequent things that games end with. */
function held(
  completed: readonly { outcome: string; finalJokers: string[] }[],
  things: (sortedNames: string[]) => string[],
) {
  const all = rate(completed).winRate;
  const byThing = new Map<string, { outcome: string }[]>();
  for (const game of completed) {
    for (const thing of things([...new Set(game.finalJokers)].sort())) {
      byThing.set(thing, [...(byThing.get(thing) ?? []), game]);
    }
  }
  return [...byThing]
    .map(([jokers, games]) => ({ jokers, ...rate(games), lift: rate(games).winRate / all }))
    .sort((a, b) => b.games - a.games || (a.jokers < b.jokers ? -1 : 1))
    .slice(0, 30);
}

interface MoneyData {
  readonly moneyBefore?: number;
  readonly moneyAfter?: number;
  readonly earned?: Readonly<Record<'blind' | 'hands' | 'interest' | 'other', number>>;
}

function money(events: readonly EventRecord[]) {
  const changes: { kind: string; amount: number }[] = [];
  const difference: Record<string, string> = {
    ItemPurchased: 'purchase',
    ItemSold: 'sale',
    ShopRerolled: 'reroll',
    BoosterOpened: 'booster',
    HandPlayed: 'other',
    CardsDiscarded: 'other',
    ConsumableUsed: 'other',
    BlindSkipped: 'other',
  };
  for (const { eventType, data } of events) {
    const { earned, moneyBefore, moneyAfter } = parse<MoneyData>(data);
    if (eventType === 'RoundCashedOut' && earned !== undefined) {
      const { blind, hands, interest, other } = earned;
      for (const [kind, amount] of Object.entries({ 'blind-reward': blind, hands, interest, other })) {
        changes.push({ kind, amount });
      }
    }
    const kind = difference[eventType];
    if (kind !== undefined && moneyBefore !== undefined && moneyAfter !== undefined) {
      changes.push({ kind, amount: moneyAfter - moneyBefore });
    }
  }
  return mapGroups(
    changes.filter(({ amount }) => amount !== 0),
    ({ kind }) => kind,
    (group) => ({
      rows: group.length,
      earned: sum(group.map(({ amount }) => Math.max(amount, 0))),
      spent: sum(group.map(({ amount }) => Math.max(-amount, 0))),
    }),
  );
}

function nearestRank(values: readonly (number | undefined)[], p: number): number | undefined {
  return values.map(Number).sort((a, b) => a - b)[Math.ceil(p * values.length) - 1];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
