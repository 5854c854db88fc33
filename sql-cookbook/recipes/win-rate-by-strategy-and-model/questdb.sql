-- Which strategy wins, and since which model?
WITH games AS ( -- completed games in scope
  SELECT r.strategy_id, r.model_version, r.outcome
  FROM game_results r
  WHERE true
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), rates AS (
  SELECT *, 1.0 * wins / games AS p, 1.959963984540054e0 AS z
  FROM (
    SELECT strategy_id, model_version, count(*) AS games, sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) AS wins
    FROM games
    GROUP BY strategy_id, model_version
  ) AS counted
  WHERE games >= :min_games
)
SELECT
  strategy_id,
  model_version,
  games,
  wins,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high
FROM rates
ORDER BY strategy_id, model_version
