-- When it is sure, is it right?
WITH tenths AS ( -- decisions of each game by tenths of confidence
  SELECT
    session_id,
    least(floor(confidence_score * 10), 9e0) AS tenth,
    count(*) AS decisions,
    sum(confidence_score) AS confidence,
    sum(CASE WHEN used_llm THEN 1 ELSE 0 END) AS used_llm
  FROM decision_points
  WHERE true
    AND decision_type IN :kind -- if :kind
  GROUP BY session_id, tenth
), rates AS ( -- decisions of one game share its end: the interval goes by games
  SELECT *, 1.0 * won / decisions AS p, 1.959963984540054e0 AS z
  FROM (
    SELECT
      t.tenth,
      count(*) AS games,
      sum(t.decisions) AS decisions,
      sum(t.confidence) AS confidence,
      sum(CASE WHEN r.outcome = 'win' THEN t.decisions ELSE 0 END) AS won,
      sum(t.used_llm) AS used_llm
    FROM tenths t
    JOIN game_results r ON r.session_id = t.session_id
    JOIN game_starts s ON s.session_id = r.session_id -- if :from :to
    WHERE true
      AND s.timestamp >= :from       -- if :from
      AND s.timestamp < :to          -- if :to
      AND r.strategy_id IN :strategy -- if :strategy
      AND r.model_version IN :model  -- if :model
      AND r.deck IN :deck            -- if :deck
      AND r.stakes IN :stake         -- if :stake
      AND r.outcome IN :outcome      -- if :outcome
    GROUP BY t.tenth
  ) AS counted
)
SELECT
  tenth / 10 AS confidence_from,
  confidence / decisions AS mean_confidence,
  decisions,
  games,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high,
  1.0 * used_llm / decisions AS llm_share
FROM rates
ORDER BY tenth
