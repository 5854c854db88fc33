-- How do games end that reach an ante?
WITH counted AS ( -- completed games in scope
  SELECT
    count(*) AS games,
    count(*) FILTER (WHERE r.outcome = 'win') AS wins,
    avg(r.final_score) AS mean_score,
    avg(log10(greatest(r.final_score, 1e0))) AS log_mean
  FROM game_results r
  WHERE true
    AND r.started_at >= :from         -- if :from
    AND r.started_at < :to            -- if :to
    AND r.strategy_id IN :strategy    -- if :strategy
    AND r.model_version IN :model     -- if :model
    AND r.deck IN :deck               -- if :deck
    AND r.stakes IN :stake            -- if :stake
    AND r.outcome IN :outcome         -- if :outcome
    AND r.final_ante >= :reached_ante -- if :reached_ante
), rates AS (
  SELECT *, wins / games AS p, 1.959963984540054e0 AS z
  FROM counted
)
SELECT
  games,
  wins,
  p AS win_rate,
  CASE WHEN games > 0 THEN greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) END AS low,
  CASE WHEN games > 0 THEN least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) END AS high,
  mean_score,
  log_mean
FROM rates
