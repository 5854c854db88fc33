import { type GameTerm, parseGameQuery } from '../contract/game-query.ts';
import {
  type GameFacets,
  type GameList,
  GameListInput,
  type GamePreview,
  type GameRow,
  type GameSortKey,
} from '../contract/games.ts';
import type { Scope, ScopeValues } from '../contract/scope.ts';
import type { Live } from '../live/live.ts';
import type { BindValue, Cell, MetricsReader } from '../metrics/metrics.ts';
import type { Replay } from '../replay/replay.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { GameFilter } from './game-filter.ts';
import { inScope, matches } from './game-match.ts';
import { gameRow, numberOf, ROW_COLUMNS, textOf } from './game-rows.ts';
import { inOrder } from './game-values.ts';
import { type GamesSql, gamesSql } from './games-sql.ts';

export interface GamesOptions {
  readonly metrics: MetricsReader;
  readonly live: { readonly games: Pick<Live['games'], 'rows'> };
  readonly workspace: { readonly bookmarks: Pick<Workspace['bookmarks'], 'has' | 'all' | 'set'> };
  readonly replay: Pick<Replay, 'preview'>;
}

/** Answers `games` of the contract: ended games from the metrics, games in flight from what is live. */
export interface Games {
  list(input: GameListInput, signal?: AbortSignal): Promise<GameList>;
  facets(input: { scope: Scope; q?: string | undefined }, signal?: AbortSignal): Promise<GameFacets>;
  scopeValues(signal?: AbortSignal): Promise<ScopeValues>;
  /** @throws UnknownGame */
  preview(sessionId: string): Promise<GamePreview>;
  bookmark(input: { sessionId: string; on: boolean }): void;
}

const TIMEOUT_MS = 10_000;
/** Values that a facet offers. */
const FACET_VALUES = 500;

const BLIND_RANK = "CASE final_blind_type WHEN 'small' THEN 0 WHEN 'big' THEN 1 ELSE 2 END";
const SORTS: Readonly<Record<GameSortKey, readonly string[]>> = {
  ended: ['timestamp'],
  started: ['started_at'],
  result: ['outcome'],
  seed: ['seed'],
  strategy: ['strategy_id'],
  model: ['model_version'],
  deck: ['deck'],
  stake: ['stakes'],
  ante: ['final_ante', BLIND_RANK],
  bestHand: ['final_score'],
  hands: ['hands_played'],
  money: ['final_money'],
  length: ['duration_ms'],
};

type Facet = keyof GameFacets;
const FACET_COLUMNS: Readonly<Record<Exclude<Facet, 'joker'>, string>> = {
  outcome: 'outcome',
  strategy: 'strategy_id',
  deck: 'deck',
  stake: 'stakes',
  model: 'model_version',
  ante: 'final_ante',
};

export function openGames(options: GamesOptions): Games {
  return new StoredGames(options);
}

class StoredGames implements Games {
  readonly #options: GamesOptions;
  readonly #sql: GamesSql;

  constructor(options: GamesOptions) {
    this.#options = options;
    this.#sql = gamesSql(options.metrics.engine);
  }

  async list(given: GameListInput, signal?: AbortSignal): Promise<GameList> {
    const input = GameListInput.parse(given);
    const { terms, problems } = parseGameQuery(input.q);
    const models = await this.#models(terms, signal);
    const [counts, rows] = await Promise.all([
      this.#counts(input.scope, terms, models, signal),
      this.#page(input, terms, models, signal),
    ]);
    const live = this.#live().filter((game) => inScope(game, input.scope));
    const matching = live.filter((game) => matches(game, terms));
    const { liveOffset, limit } = input;
    return {
      rows,
      ...counts,
      live: input.offset === 0 ? matching.slice(liveOffset, liveOffset + limit) : [],
      liveMatched: matching.length,
      liveTotal: live.length,
      problems: [...problems],
    };
  }

  async facets(input: { scope: Scope; q?: string | undefined }, signal?: AbortSignal): Promise<GameFacets> {
    const { terms } = parseGameQuery(input.q ?? '');
    const models = await this.#models(terms, signal);
    const live = this.#live().filter((game) => inScope(game, input.scope));
    const facet = async (name: Facet): Promise<Map<string, number>> => {
      const others = terms.filter((term) => term.field !== name);
      const filter = this.#filter(models);
      const where = `(${filter.scope(input.scope)}) AND (${filter.terms(others)})`;
      const counts =
        name === 'joker'
          ? await this.#jokerCounts(where, filter.binds, signal)
          : await this.#valueCounts(FACET_COLUMNS[name], where, filter.binds, signal);
      for (const game of live) {
        if (!matches(game, others)) continue;
        for (const value of new Set(facetValues(game, name))) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return counts;
    };
    const [outcome, strategy, deck, stake, model, ante, joker] = await Promise.all([
      facet('outcome'),
      facet('strategy'),
      facet('deck'),
      facet('stake'),
      facet('model'),
      facet('ante'),
      facet('joker'),
    ]);
    return {
      outcome: mostFirst(outcome),
      strategy: mostFirst(strategy),
      deck: mostFirst(deck),
      stake: mostFirst(stake),
      model: byName(model),
      ante: byName(ante),
      joker: mostFirst(joker),
    };
  }

  async scopeValues(signal?: AbortSignal): Promise<ScopeValues> {
    const count = async (table: string, column: string) => {
      const sql = `SELECT ${column}, count(*) AS games FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ${column}`;
      return mostFirst(countsOf(await this.#query(sql, [], signal)));
    };
    const [span, strategy, model, deck, stake, outcome] = await Promise.all([
      this.#query('SELECT count(*), min(timestamp), max(timestamp) FROM game_starts', [], signal),
      count('game_starts', 'strategy_id'),
      count('game_starts', 'model_version'),
      count('game_starts', 'deck'),
      count('game_starts', 'stakes'),
      count('game_results', 'outcome'),
    ]);
    const [games, first, last] = span[0] ?? [];
    return {
      games: numberOf(games) ?? 0,
      first: textOf(first),
      last: textOf(last),
      strategy,
      model: model.sort((a, b) => inOrder.compare(a.value, b.value)),
      deck,
      stake,
      outcome,
    };
  }

  async preview(sessionId: string): Promise<GamePreview> {
    const { game, blinds, moments } = await this.#options.replay.preview(sessionId);
    return { game: { ...game, bookmarked: this.#options.workspace.bookmarks.has(sessionId) }, blinds, moments };
  }

  bookmark({ sessionId, on }: { sessionId: string; on: boolean }): void {
    this.#options.workspace.bookmarks.set(sessionId, on);
  }

  async #counts(
    scope: Scope,
    terms: readonly GameTerm[],
    models: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Pick<GameList, 'total' | 'matched' | 'wins'>> {
    const filter = this.#filter(models);
    const sql = `
      SELECT count(*), count(CASE WHEN hit THEN 1 END), count(CASE WHEN hit AND outcome = 'win' THEN 1 END)
      FROM (SELECT outcome, (${filter.terms(terms)}) AS hit FROM game_results WHERE ${filter.scope(scope)})`;
    const [[total, matched, wins] = []] = await this.#query(sql, filter.binds, signal);
    return { total: numberOf(total) ?? 0, matched: numberOf(matched) ?? 0, wins: numberOf(wins) ?? 0 };
  }

  async #page(
    input: { scope: Scope; sort: GameSortKey; descending: boolean; offset: number; limit: number },
    terms: readonly GameTerm[],
    models: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<GameRow[]> {
    const filter = this.#filter(models);
    const sql = this.#sql.page({
      columns: ROW_COLUMNS,
      where: `(${filter.scope(input.scope)}) AND (${filter.terms(terms)})`,
      order: SORTS[input.sort],
      descending: input.descending,
      limit: input.limit,
      offset: input.offset,
    });
    return (await this.#query(sql, filter.binds, signal)).map((cells) => this.#row(cells));
  }

  #row(cells: readonly Cell[]): GameRow {
    return gameRow(cells, (sessionId) => this.#options.workspace.bookmarks.has(sessionId));
  }

  #live(): GameRow[] {
    const { live, workspace } = this.#options;
    return live.games.rows().map((game) => ({ ...game, bookmarked: workspace.bookmarks.has(game.sessionId) }));
  }

  /** All model versions, where a term asks for their order. */
  async #models(terms: readonly GameTerm[], signal?: AbortSignal): Promise<string[]> {
    if (!terms.some(({ field, operator }) => field === 'model' && operator !== ':' && operator !== '=')) return [];
    const rows = await this.#query('SELECT DISTINCT model_version FROM game_results', [], signal);
    return rows.flatMap(([version]) => textOf(version) ?? []);
  }

  #filter(models: readonly string[]): GameFilter {
    return new GameFilter({ sql: this.#sql, bookmarks: this.#options.workspace.bookmarks.all(), models });
  }

  async #valueCounts(column: string, where: string, binds: readonly BindValue[], signal?: AbortSignal) {
    const sql = `SELECT ${column}, count(*) AS games FROM game_results WHERE ${where} GROUP BY ${column}`;
    return countsOf(await this.#query(sql, binds, signal));
  }

  async #jokerCounts(where: string, binds: readonly BindValue[], signal?: AbortSignal): Promise<Map<string, number>> {
    if (this.#sql.jokerCounts !== undefined) {
      return countsOf(await this.#query(this.#sql.jokerCounts(where), binds, signal));
    }
    const sql = `SELECT joker_combo, count(*) AS games FROM game_results WHERE ${where} GROUP BY joker_combo`;
    const counts = new Map<string, number>();
    for (const [combo, games] of await this.#query(sql, binds, signal)) {
      for (const joker of new Set(textOf(combo)?.split('+'))) {
        counts.set(joker, (counts.get(joker) ?? 0) + (numberOf(games) ?? 0));
      }
    }
    return counts;
  }

  async #query(
    sql: string,
    binds: readonly BindValue[],
    signal?: AbortSignal,
  ): Promise<ReadonlyArray<readonly Cell[]>> {
    const options = { maxRows: 1_000_000, timeoutMs: TIMEOUT_MS, ...(signal && { signal }) };
    return (await this.#options.metrics.query(sql, binds, options)).rows;
  }
}

function facetValues(game: GameRow, facet: Facet): string[] {
  if (facet === 'joker') return game.jokers;
  const value = { ...game, outcome: game.state }[facet];
  return value === null ? [] : [String(value)];
}

function countsOf(rows: ReadonlyArray<readonly Cell[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [value, games] of rows) {
    if (value !== null && value !== undefined && value !== '') counts.set(String(value), numberOf(games) ?? 0);
  }
  return counts;
}

type FacetCounts = GameFacets['joker'];

function mostFirst(counts: ReadonlyMap<string, number>): FacetCounts {
  return listed(counts)
    .sort((a, b) => b.games - a.games || inOrder.compare(a.value, b.value))
    .slice(0, FACET_VALUES);
}

function byName(counts: ReadonlyMap<string, number>): FacetCounts {
  return listed(counts).sort((a, b) => inOrder.compare(a.value, b.value));
}

function listed(counts: ReadonlyMap<string, number>): FacetCounts {
  return [...counts].map(([value, games]) => ({ value, games }));
}
