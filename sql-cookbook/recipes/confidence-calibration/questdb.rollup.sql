-- When it is sure, is it right?
WITH rates AS ( -- decisions of one game share its end: the interval goes by games
  SELECT *, 1.0 * won / decisions AS p, 1.959963984540054e0 AS z
  FROM (
    SELECT
      tenth,
      count(*) AS games,
      sum(decisions) AS decisions,
      sum(confidence) AS confidence,
      sum(CASE WHEN outcome = 'win' THEN decisions ELSE 0 END) AS won,
      sum(llm_decisions) AS used_llm
    FROM game_confidence -- a row a completed game and tenth of confidence
    WHERE true
      AND started_at >= :from       -- if :from
      AND started_at < :to          -- if :to
      AND strategy_id IN :strategy  -- if :strategy
      AND model_version IN :model   -- if :model
      AND deck IN :deck             -- if :deck
      AND stakes IN :stake          -- if :stake
      AND outcome IN :outcome       -- if :outcome
    GROUP BY tenth
  ) AS counted
)
SELECT
  tenth / 10e0 AS confidence_from,
  confidence / decisions AS mean_confidence,
  decisions,
  games,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high,
  1.0 * used_llm / decisions AS llm_share
FROM rates
ORDER BY tenth
