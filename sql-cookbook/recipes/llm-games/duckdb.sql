-- Do games with the LLM end better?
WITH games AS ( -- completed games in scope
  SELECT CASE WHEN r.llm_decisions > 0 THEN 'any' ELSE 'none' END AS llm, r.outcome
  FROM game_results r
  WHERE r.llm_decisions IS NOT NULL
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), rates AS (
  SELECT *, wins / games AS p, 1.959963984540054e0 AS z
  FROM (
    SELECT llm, count(*) AS games, count(*) FILTER (WHERE outcome = 'win') AS wins
    FROM games
    GROUP BY llm
  ) AS counted
)
SELECT
  llm,
  games,
  wins,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high
FROM rates
ORDER BY llm
