import { GAME_FIELDS, type GameField, type GameTerm } from '../contract/game-query.ts';
import type { Scope } from '../contract/scope.ts';
import type { BindValue } from '../metrics/metrics.ts';
import { type Bound, type Comparison, comparisonsOf, holds, inOrder, STATES } from './game-values.ts';
import type { GamesSql } from './games-sql.ts';

/** Columns of `game_results` by field; `joker` has its own way. */
const COLUMNS: Readonly<Record<Exclude<GameField, 'joker' | 'bookmarked'>, string>> = {
  outcome: 'outcome',
  strategy: 'strategy_id',
  model: 'model_version',
  experiment: 'experiment_id',
  deck: 'deck',
  stake: 'stakes',
  seed: 'seed',
  game: 'session_id',
  blind: 'final_blind_type',
  ante: 'final_ante',
  best: 'final_score',
  hands: 'hands_played',
  money: 'final_money',
  length: 'duration_ms',
  started: 'started_at',
  ended: 'timestamp',
};
/** All names of a game in one text; what is unknown leaves nothing. */
const NAMES = [
  'seed',
  'session_id',
  'strategy_id',
  'model_version',
  'experiment_id',
  'deck',
  'stakes',
  'joker_combo',
].join(", ' ', ");
const ALWAYS = '1 = 1';
const NEVER = '1 = 0';

export interface FilterContext {
  readonly sql: GamesSql;
  readonly bookmarks: readonly string[];
  /** All model versions there are: an order of theirs is found by hand, `ppo-9` before `ppo-10`. */
  readonly models: readonly string[];
}

/** Turns scope and terms into conditions on `game_results`, and collects what they bind. */
export class GameFilter {
  readonly binds: BindValue[] = [];
  readonly #context: FilterContext;

  constructor(context: FilterContext) {
    this.#context = context;
  }

  scope(scope: Scope): string {
    const conditions = [
      this.#oneOf('strategy_id', scope.strategy),
      this.#oneOf('model_version', scope.model),
      this.#oneOf('deck', scope.deck),
      this.#oneOf('stakes', scope.stake),
      this.#oneOf('outcome', scope.outcome),
    ];
    // A game whose start was not told is placed by its end.
    const started = 'coalesce(started_at, timestamp)';
    if (scope.from !== undefined) conditions.push(`${started} >= ${this.#time(scope.from)}`);
    if (scope.to !== undefined) conditions.push(`${started} < ${this.#time(scope.to)}`);
    return all(conditions);
  }

  terms(terms: readonly GameTerm[]): string {
    return all(terms.map((term) => this.#term(term)));
  }

  #term(term: GameTerm): string {
    const condition = term.field === null ? this.#word(term.values.join(' ')) : this.#field(term, term.field);
    return term.negated ? this.#context.sql.not(condition) : condition;
  }

  #word(word: string): string {
    return `strpos(lower(concat(${NAMES})), ${this.#bind(word.toLowerCase())}) > 0`;
  }

  #field(term: GameTerm, field: GameField): string {
    return any(comparisonsOf(term, field).map((comparison) => this.#comparison(field, comparison)));
  }

  #comparison(field: GameField, comparison: Comparison): string {
    if (field === 'bookmarked') return this.#bookmarked('choice' in comparison && comparison.choice === 'yes');
    if (field === 'joker') return 'text' in comparison ? this.#joker(comparison.text, comparison.match) : NEVER;
    const column = COLUMNS[field];
    if ('choice' in comparison) {
      const value = field === 'outcome' ? STATES[comparison.choice] : comparison.choice;
      return `${column} = ${this.#bind(value ?? comparison.choice)}`;
    }
    if ('text' in comparison) return this.#text(column, comparison.text, comparison.match);
    if ('ordered' in comparison) return this.#ordered(column, comparison);
    return this.#bounds(field, column, comparison.bounds);
  }

  #text(column: string, text: string, match: 'whole' | 'beginning' | 'exact'): string {
    if (match === 'exact') return `${column} = ${this.#bind(text)}`;
    const wanted = text.toLowerCase();
    if (wanted.includes('*')) {
      const pattern = match === 'beginning' ? `${wanted}*` : wanted;
      return this.#context.sql.like(`lower(${column})`, pattern, (value) => this.#bind(value));
    }
    const value = this.#bind(wanted);
    return match === 'beginning' ? `strpos(lower(${column}), ${value}) = 1` : `lower(${column}) = ${value}`;
  }

  #joker(name: string, match: 'whole' | 'beginning' | 'exact'): string {
    const wanted = match === 'exact' ? name : name.toLowerCase();
    const row = match === 'exact' ? 'joker_combo' : 'lower(joker_combo)';
    return match !== 'exact' && wanted.includes('*')
      ? this.#context.sql.nameLike(row, wanted, (value) => this.#bind(value))
      : `strpos('+' || ${row} || '+', ${this.#bind(`+${wanted}+`)}) > 0`;
  }

  #ordered(column: string, { ordered, operator }: Extract<Comparison, { ordered: string }>): string {
    const versions = this.#context.models.filter((version) => holds(operator, inOrder.compare(version, ordered)));
    return versions.length === 0 ? NEVER : this.#oneOf(column, versions);
  }

  /** Numbers stand in the text itself: a store may refuse a fraction that is bound beside a whole column. */
  #bounds(field: GameField, column: string, bounds: readonly Bound[]): string {
    const isTime = GAME_FIELDS[field].kind === 'time';
    return all(
      bounds.map(({ operator, value }) => `${column} ${operator} ${isTime ? this.#bind(value) : String(value)}`),
    );
  }

  #bookmarked(yes: boolean): string {
    const { bookmarks, sql } = this.#context;
    const marked = bookmarks.length === 0 ? NEVER : this.#oneOf('session_id', bookmarks);
    return yes ? marked : sql.not(marked);
  }

  #oneOf(column: string, values: readonly string[] | undefined): string {
    if (values === undefined) return ALWAYS;
    if (values.length === 0) return NEVER;
    return `${column} IN (${values.map((value) => this.#bind(value)).join(', ')})`;
  }

  #time(iso: string): string {
    return this.#bind(Date.parse(iso) * 1000);
  }

  #bind(value: BindValue): string {
    this.binds.push(value);
    return `$${this.binds.length}`;
  }
}

function all(conditions: readonly string[]): string {
  const real = conditions.filter((condition) => condition !== ALWAYS);
  return real.length === 0 ? ALWAYS : real.map((condition) => `(${condition})`).join(' AND ');
}

function any(conditions: readonly string[]): string {
  return conditions.map((condition) => `(${condition})`).join(' OR ');
}
