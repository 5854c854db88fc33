-- How do ante, score and money move, a block of games at a time?
WITH games AS ( -- completed games in scope
  SELECT r.session_id, r.outcome, r.final_ante, r.final_score, r.final_money, r.hands_played, r.started_at AS started
  FROM game_results r
  WHERE true
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), numbered AS (
  SELECT *, row_number() OVER (ORDER BY started, session_id) AS number
  FROM games
), blocks AS (
  SELECT *, (number - 1) // :block AS block
  FROM numbered
), counted AS (
  SELECT
    block,
    max(number) AS game,
    min(started) AS started,
    count(*) AS games,
    count(*) FILTER (WHERE outcome = 'win') AS wins,
    quantile_disc(final_ante, 0.5) AS median_ante,
    avg(final_ante) AS mean_ante,
    max(final_score) AS best_hand,
    avg(final_score) AS mean_best_hand,
    avg(final_money) AS mean_money,
    avg(hands_played) AS mean_hands
  FROM blocks
  GROUP BY block
), rates AS (
  SELECT *, wins / games AS p, 1.959963984540054e0 AS z
  FROM counted
)
SELECT
  game,
  started,
  games,
  wins,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high,
  median_ante,
  mean_ante,
  best_hand,
  mean_best_hand,
  mean_money,
  mean_hands
FROM rates
ORDER BY game
