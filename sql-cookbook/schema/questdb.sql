-- Tables of the workbench in QuestDB. Made at start where they are missing; a column that is new is added.
--
-- Every table is written through its WAL, and a row that is sent again replaces the first (DEDUP): what is delivered twice
-- is there once. Symbols have room for the values of a long training; where one game is asked for, its symbol has an index.
-- The materialized views hands_by_day, decisions_by_day and money_by_day are made beside them (metrics/rollups.ts).

CREATE TABLE IF NOT EXISTS game_starts (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE,
  seed VARCHAR,
  deck SYMBOL CAPACITY 64,
  stakes SYMBOL CAPACITY 16,
  strategy_id SYMBOL CAPACITY 1024,
  model_version SYMBOL CAPACITY 4096,
  experiment_id SYMBOL CAPACITY 4096,
  starting_money INT
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id);

-- One row a hand.
CREATE TABLE IF NOT EXISTS game_metrics (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE INDEX CAPACITY 128,
  sequence_id INT,
  ante INT,
  blind_type SYMBOL CAPACITY 16,
  blind_name SYMBOL CAPACITY 64,
  hand_number INT,
  hand_type SYMBOL CAPACITY 16,
  cards_played VARCHAR,
  base_chips DOUBLE,
  base_mult DOUBLE,
  final_chips DOUBLE,
  final_mult DOUBLE,
  final_score DOUBLE,
  money_before INT,
  money_after INT,
  jokers_active INT,
  joker_combo VARCHAR,
  consumables_used VARCHAR,
  time_to_decision INT,
  outcome SYMBOL CAPACITY 16,
  strategy_id SYMBOL CAPACITY 1024
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id, sequence_id);

CREATE TABLE IF NOT EXISTS decision_points (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE INDEX CAPACITY 256,
  sequence_id INT,
  decision_type SYMBOL CAPACITY 64,
  phase SYMBOL CAPACITY 16,
  options_available VARCHAR,
  option_selected VARCHAR,
  confidence_score DOUBLE,
  used_llm BOOLEAN,
  context_hash SYMBOL CAPACITY 1048576 NOCACHE,
  strategy_id SYMBOL CAPACITY 1024,
  latency_ms DOUBLE
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id, sequence_id);

-- One row a game and pair or larger combination of its final jokers.
CREATE TABLE IF NOT EXISTS joker_synergies (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE,
  joker_combination VARCHAR,
  size INT,
  hands_played_with INT,
  total_score_contribution DOUBLE,
  average_multiplier DOUBLE,
  outcome SYMBOL CAPACITY 16,
  strategy_id SYMBOL CAPACITY 1024
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id, joker_combination);

-- One row a change of money.
CREATE TABLE IF NOT EXISTS economic_flow (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE INDEX CAPACITY 128,
  sequence_id INT,
  ante INT,
  round INT,
  kind SYMBOL CAPACITY 16,
  item SYMBOL CAPACITY 1024,
  amount INT,
  balance INT,
  strategy_id SYMBOL CAPACITY 1024
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id, sequence_id, kind);

-- One row a game, at the time of its end.
CREATE TABLE IF NOT EXISTS game_results (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE,
  seed VARCHAR,
  deck SYMBOL CAPACITY 64,
  stakes SYMBOL CAPACITY 16,
  strategy_id SYMBOL CAPACITY 1024,
  model_version SYMBOL CAPACITY 4096,
  experiment_id SYMBOL CAPACITY 4096,
  outcome SYMBOL CAPACITY 16,
  final_ante INT,
  final_round INT,
  final_score DOUBLE,
  final_money INT,
  joker_combo VARCHAR,
  hands_played INT,
  duration_ms LONG,
  started_at TIMESTAMP,
  final_blind_type SYMBOL CAPACITY 16,
  final_jokers VARCHAR,
  llm_decisions INT
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id);

-- One row a completed game and ante in which its money changed, at the time of its end: `economic_flow` summed up.
CREATE TABLE IF NOT EXISTS game_antes (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE,
  ante INT,
  changes INT,
  earned LONG,
  spent LONG,
  interest LONG,
  shopping LONG,
  most_held INT,
  started_at TIMESTAMP,
  strategy_id SYMBOL CAPACITY 1024,
  model_version SYMBOL CAPACITY 4096,
  deck SYMBOL CAPACITY 64,
  stakes SYMBOL CAPACITY 16,
  outcome SYMBOL CAPACITY 16
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id, ante);

-- One row a completed game and tenth of confidence, 0 to 9, at the time of its end: `decision_points` summed up.
CREATE TABLE IF NOT EXISTS game_confidence (
  timestamp TIMESTAMP,
  session_id SYMBOL CAPACITY 262144 NOCACHE,
  tenth INT,
  decisions INT,
  confidence DOUBLE,
  llm_decisions INT,
  started_at TIMESTAMP,
  strategy_id SYMBOL CAPACITY 1024,
  model_version SYMBOL CAPACITY 4096,
  deck SYMBOL CAPACITY 64,
  stakes SYMBOL CAPACITY 16,
  outcome SYMBOL CAPACITY 16
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, session_id, tenth);

CREATE TABLE IF NOT EXISTS learning_metrics (
  timestamp TIMESTAMP,
  run_id SYMBOL CAPACITY 4096,
  name SYMBOL CAPACITY 1024,
  value DOUBLE,
  step LONG,
  labels VARCHAR
) TIMESTAMP(timestamp) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(timestamp, run_id, name, step, labels);

-- The workbench's own health; nobody looks at last season's.
CREATE TABLE IF NOT EXISTS system_metrics (
  timestamp TIMESTAMP,
  component SYMBOL CAPACITY 256,
  name SYMBOL CAPACITY 1024,
  value DOUBLE
) TIMESTAMP(timestamp) PARTITION BY DAY TTL 90 DAYS WAL
DEDUP UPSERT KEYS(timestamp, component, name);

-- How far the journal is delivered, and what the fold remembers of games in flight: a row a delivered batch with what
-- changed, now and then one with all of it (`complete`). Only the rows from the last complete one on matter.
CREATE TABLE IF NOT EXISTS delivery_checkpoint (
  timestamp TIMESTAMP,
  position LONG,
  complete BOOLEAN,
  carry VARCHAR
) TIMESTAMP(timestamp) PARTITION BY HOUR TTL 1 DAY WAL
DEDUP UPSERT KEYS(timestamp, position);
