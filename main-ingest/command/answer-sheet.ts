import type { ParameterValue } from '../contract/cookbook.ts';
import type { Cookbook } from '../cookbook/cookbook.ts';
import type { DataOf } from '../event/data.ts';
import { gameStream } from '../event/stream.ts';
import type { HistoryReader } from '../history/history.ts';
import type { AnswerRow as Row } from '../insight/joker-counts.ts';

type Sheet = Readonly<Record<string, unknown>>;

export interface AnswerSources {
  readonly cookbook: Cookbook;
  readonly history: HistoryReader;
  readonly signal?: AbortSignal;
}

/**
 * The standing questions about a set of games in the layout of the recordings' `reference-*.json`: every number is asked of
 * a recipe, but for events by type, a game's length and the jokers that it ever owned, which the history knows.
 */
export async function answerSheet(file: string, { cookbook, history, signal }: AnswerSources): Promise<Sheet> {
  const ask = (recipe: string, params: Record<string, ParameterValue> = {}): Promise<readonly Row[]> =>
    cookbook.ask(recipe, params, {}, signal);
  const one = async (recipe: string, params?: Record<string, ParameterValue>): Promise<Row> =>
    (await ask(recipe, params))[0] ?? {};
  const ratesBy = async (recipe: string, key: string): Promise<Sheet> => byKey(await ask(recipe), key, rate);

  const [totals, lengths] = await Promise.all([history.totals(), history.gameLengths()]);
  const all = await one('win-rate');
  const flight = await one('games-in-flight');
  const everyJoker = { order: 'games', min_games: 1, rows: 1_000_000 };
  const singles = await ask('single-jokers', everyJoker);
  const pairs = await ask('joker-synergies', everyJoker);
  const surest = { order: 'win rate', min_games: 10, rows: 20 };
  const decisions = await one('decision-time');
  const best = await one('best-hands', { rows: 1 });

  return {
    file,
    events: totals.events,
    gameEvents: sum(lengths.map(([, events]) => events)),
    gamesStarted: sum((await ask('games-by-day')).map(({ games }) => Number(games))),
    gamesCompleted: all.games,
    eventsByType: sorted(totals.eventsByType),
    eventsPerGame: spread(lengths.map(([, events]) => events)),
    inFlight: { peak: flight.peak, mean: flight.mean, busySeconds: flight.busy_seconds },
    winRate: rate(all),
    gamesByOutcome: present({ abandoned: all.abandoned, loss: all.losses, win: all.wins }),
    winRateByUtcDayOfEnd: await ratesBy('win-rate-by-day', 'day'),
    gamesByUtcDayOfStart: byKey(await ask('games-by-day'), 'day', ({ games }) => games),
    winRateByStrategyId: await ratesBy('win-rate-by-strategy', 'strategy_id'),
    winRateByDeck: await ratesBy('win-rate-by-deck', 'deck'),
    winRateByStakes: await ratesBy('win-rate-by-stake', 'stakes'),
    winRateByModelVersion: await ratesBy('win-rate-by-model', 'model_version'),
    anteFunnel: (await ask('ante-reached'))
      .filter(({ stage }) => stage !== 'won')
      .map(({ stage, reached, share }) => ({ ante: Number(stage), games: reached, share })),
    gamesByFinalAnte: byKey(await ask('final-antes'), 'final_ante', ({ games }) => games),
    handTypes: byKey(await ask('hand-types'), 'hand_type', ({ hands, mean_score, max_score }) => ({
      hands,
      meanFinalScore: mean_score,
      maxFinalScore: max_score,
    })),
    finalScoreByAnteAndBlindType: (await ask('score-by-ante-and-blind')).map(
      ({ ante, blind_type, hands, mean_score, max_score }) => ({
        ante,
        blindType: blind_type,
        hands,
        mean: mean_score,
        max: max_score,
      }),
    ),
    highestScore: best.score,
    distinctJokers: (
      await jokersOwned(
        history,
        lengths.map(([sessionId]) => sessionId),
      )
    ).size,
    distinctFinalJokers: singles.length,
    distinctFinalPairs: pairs.length,
    pairsWithTenGames: pairs.filter(({ games }) => Number(games) >= 10).length,
    jokerPairs: pairs.slice(0, 30).map(combination),
    jokers: singles.slice(0, 30).map(combination),
    bestPairsByWinRate: (await ask('joker-synergies', surest)).map((row) => ({
      jokers: row.jokers,
      ...rate(row),
      wilson95: [row.low, row.high],
    })),
    deaths: (await ask('deadliest-blinds')).map(({ blind_name, ante, rounds }) => ({
      blindName: blind_name,
      ante,
      rounds,
    })),
    moneyByKind: byKey(await ask('money-by-kind'), 'kind', ({ changes, earned, spent }) => ({
      rows: changes,
      earned,
      spent,
    })),
    decisions: {
      count: decisions.decisions,
      latencyMsP50: decisions.latency_p50,
      latencyMsP95: decisions.latency_p95,
      usedLlm: decisions.used_llm,
      llmShare: decisions.llm_share,
      byType: byKey(await ask('decisions-by-type'), 'decision_type', (row) => ({
        decisions: row.decisions,
        meanConfidence: row.mean_confidence,
        usedLlm: row.used_llm,
        latencyMsP50: row.latency_p50,
        latencyMsP95: row.latency_p95,
      })),
    },
    llmGames: await ratesBy('llm-games', 'llm'),
    learningMetrics: byKey(await ask('learning-metrics-summary'), 'name', ({ points, mean, last }) => ({
      count: points,
      mean,
      last,
    })),
    strategiesDiscovered: totals.eventsByType.StrategyDiscovered ?? 0,
    modelCheckpoints: totals.eventsByType.ModelCheckpoint ?? 0,
    componentErrors: totals.eventsByType.ComponentError ?? 0,
  };
}

/** Jokers that any game ever owned, for however short a time: no table has those that met no hand. */
async function jokersOwned(history: HistoryReader, sessions: readonly string[]): Promise<Set<string>> {
  const names = new Set<string>();
  for (const session of sessions) {
    for await (const event of history.read(gameStream(session))) {
      if (event.eventType !== 'JokersChanged') continue;
      const { jokers }: DataOf<'JokersChanged'> = JSON.parse(event.data);
      for (const { name } of jokers) names.add(name);
    }
  }
  return names;
}

function rate({ games, wins, win_rate }: Row): Sheet {
  return { games, wins, winRate: win_rate };
}

function combination(row: Row): Sheet {
  return { jokers: row.jokers, ...rate(row), lift: row.lift, wilson95: [row.low, row.high] };
}

function byKey(rows: readonly Row[], key: string, value: (row: Row) => unknown): Sheet {
  return sorted(Object.fromEntries(rows.map((row) => [String(row[key]), value(row)])));
}

function sorted(values: Sheet): Sheet {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function present(values: Sheet): Sheet {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number(value) > 0));
}

/** Median, 95th percentile by nearest rank, and maximum; zeros of nothing. */
function spread(values: readonly number[]): { median: number; p95: number; max: number } {
  const rising = values.toSorted((a, b) => a - b);
  const at = (place: number): number => rising[place] ?? 0;
  const middle = (rising.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    p95: at(Math.ceil(0.95 * rising.length) - 1),
    max: at(rising.length - 1),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
