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
  SELECT *, (number - 1) / :block AS block
  FROM numbered
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY block ORDER BY final_ante) AS rank_of_ante
  FROM blocks
), counted AS (
  SELECT
    block,
    max(number) AS game,
    min(started) AS started,
    count(*) AS games,
    sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) AS wins,
    avg(final_ante) AS mean_ante,
    max(final_score) AS best_hand,
    avg(final_score) AS mean_best_hand,
    avg(final_money) AS mean_money,
    avg(hands_played) AS mean_hands
  FROM blocks
  GROUP BY block
), rates AS (
  SELECT c.*, a.final_ante AS median_ante, 1.0 * c.wins / c.games AS p, 1.959963984540054e0 AS z
  FROM counted c
  JOIN ranked a ON a.block = c.block AND a.rank_of_ante = (c.games + 1) / 2
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
