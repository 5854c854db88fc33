import type { StoredType } from './metrics.ts';

/**
 * The tables of `interfaces` section 7, and three that the plan lacks: `game_starts`, what a game began with, needed for games
 * in flight and for everything that goes by the start of a game; `game_antes` and `game_confidence`, the money and the decisions
 * of completed games summed up once, so that a question over millions of games need not read every change and decision.
 *
 * Order of columns is the order of cells in a {@link Row}. `key` is what identifies a row (QuestDB's DEDUP keys).
 * `symbol` marks text of few distinct values; an integer has 32 bits, a `wide` one 64.
 */
export interface Column {
  readonly name: string;
  readonly type: StoredType;
  readonly symbol?: true;
  readonly wide?: true;
}

export interface Table {
  readonly name: TableName;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
}

export type TableName =
  | 'game_starts'
  | 'game_metrics'
  | 'decision_points'
  | 'joker_synergies'
  | 'economic_flow'
  | 'game_results'
  | 'game_antes'
  | 'game_confidence'
  | 'learning_metrics'
  | 'system_metrics';

/** One row; timestamps are microseconds since 1970. */
export type Row = ReadonlyArray<string | number | boolean | null>;

/** Rows by table, in the order in which they came. */
export type TableRows = ReadonlyMap<TableName, readonly Row[]>;

const timestamp: Column = { name: 'timestamp', type: 'timestamp' };
const session: Column = { name: 'session_id', type: 'text', symbol: true };
const sequence: Column = { name: 'sequence_id', type: 'integer' };
const symbol = (name: string): Column => ({ name, type: 'text', symbol: true });
const text = (name: string): Column => ({ name, type: 'text' });
const integer = (name: string): Column => ({ name, type: 'integer' });
const long = (name: string): Column => ({ name, type: 'integer', wide: true });
const double = (name: string): Column => ({ name, type: 'double' });

/** What the scope searches a completed game by. */
const searchedBy: readonly Column[] = [
  { name: 'started_at', type: 'timestamp' },
  symbol('strategy_id'),
  symbol('model_version'),
  symbol('deck'),
  symbol('stakes'),
  symbol('outcome'),
];

const byEvent = ['timestamp', 'session_id', 'sequence_id'] as const;

export const TABLES: readonly Table[] = [
  {
    name: 'game_starts',
    columns: [
      timestamp,
      session,
      text('seed'),
      symbol('deck'),
      symbol('stakes'),
      symbol('strategy_id'),
      symbol('model_version'),
      symbol('experiment_id'),
      integer('starting_money'),
    ],
    key: ['timestamp', 'session_id'],
  },
  {
    name: 'game_metrics',
    columns: [
      timestamp,
      session,
      sequence,
      integer('ante'),
      symbol('blind_type'),
      symbol('blind_name'),
      integer('hand_number'),
      symbol('hand_type'),
      text('cards_played'),
      double('base_chips'),
      double('base_mult'),
      double('final_chips'),
      double('final_mult'),
      double('final_score'),
      integer('money_before'),
      integer('money_after'),
      integer('jokers_active'),
      text('joker_combo'),
      text('consumables_used'),
      integer('time_to_decision'),
      symbol('outcome'),
      symbol('strategy_id'),
    ],
    key: byEvent,
  },
  {
    name: 'decision_points',
    columns: [
      timestamp,
      session,
      sequence,
      symbol('decision_type'),
      symbol('phase'),
      text('options_available'),
      text('option_selected'),
      double('confidence_score'),
      { name: 'used_llm', type: 'boolean' },
      symbol('context_hash'),
      symbol('strategy_id'),
      double('latency_ms'),
    ],
    key: byEvent,
  },
  {
    name: 'joker_synergies',
    columns: [
      timestamp,
      session,
      text('joker_combination'),
      integer('size'),
      integer('hands_played_with'),
      double('total_score_contribution'),
      double('average_multiplier'),
      symbol('outcome'),
      symbol('strategy_id'),
    ],
    key: ['timestamp', 'session_id', 'joker_combination'],
  },
  {
    name: 'economic_flow',
    columns: [
      timestamp,
      session,
      sequence,
      integer('ante'),
      integer('round'),
      symbol('kind'),
      symbol('item'),
      integer('amount'),
      integer('balance'),
      symbol('strategy_id'),
    ],
    key: [...byEvent, 'kind'],
  },
  {
    name: 'game_results',
    columns: [
      timestamp,
      session,
      text('seed'),
      symbol('deck'),
      symbol('stakes'),
      symbol('strategy_id'),
      symbol('model_version'),
      symbol('experiment_id'),
      symbol('outcome'),
      integer('final_ante'),
      integer('final_round'),
      double('final_score'),
      integer('final_money'),
      text('joker_combo'),
      integer('hands_played'),
      long('duration_ms'),
      // Not in the plan: what a list of games shows without asking another table.
      { name: 'started_at', type: 'timestamp' },
      symbol('final_blind_type'),
      text('final_jokers'),
      // Null where the game's rows of the two tables below are still to be made.
      integer('llm_decisions'),
    ],
    key: ['timestamp', 'session_id'],
  },
  {
    name: 'game_antes',
    columns: [
      timestamp,
      session,
      integer('ante'),
      // Number of changes of money; none in a row that was made too early, for another ante than it proved to be.
      integer('changes'),
      long('earned'),
      long('spent'),
      long('interest'),
      long('shopping'),
      integer('most_held'),
      ...searchedBy,
    ],
    key: ['timestamp', 'session_id', 'ante'],
  },
  {
    name: 'game_confidence',
    columns: [
      timestamp,
      session,
      integer('tenth'),
      integer('decisions'),
      double('confidence'),
      integer('llm_decisions'),
      ...searchedBy,
    ],
    key: ['timestamp', 'session_id', 'tenth'],
  },
  {
    name: 'learning_metrics',
    columns: [timestamp, symbol('run_id'), symbol('name'), double('value'), long('step'), text('labels')],
    key: ['timestamp', 'run_id', 'name', 'step', 'labels'],
  },
  {
    name: 'system_metrics',
    columns: [timestamp, symbol('component'), symbol('name'), double('value')],
    key: ['timestamp', 'component', 'name'],
  },
];
