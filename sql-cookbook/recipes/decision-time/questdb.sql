-- How long do decisions take, and how often is the LLM asked?
WITH decisions AS (
  SELECT
    d.latency_ms,
    count(*) AS decisions,
    sum(d.confidence_score) AS confidence,
    sum(CASE WHEN d.used_llm THEN 1 ELSE 0 END) AS used_llm
  FROM decision_points d
  JOIN game_starts s ON s.session_id = d.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = d.session_id -- if :outcome
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  GROUP BY d.latency_ms
), counted AS (
  SELECT sum(decisions) AS decisions, sum(confidence) / sum(decisions) AS mean_confidence, sum(used_llm) AS used_llm
  FROM decisions
), ranked AS ( -- how many decisions took at most as long
  SELECT
    latency_ms,
    sum(decisions) OVER (ORDER BY latency_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
    sum(decisions) OVER () AS timed
  FROM decisions
  WHERE latency_ms IS NOT NULL
), percentiles AS ( -- nearest rank
  SELECT
    min(CASE WHEN up_to >= 0.5e0 * timed THEN latency_ms END) AS latency_p50,
    min(CASE WHEN up_to >= 0.95e0 * timed THEN latency_ms END) AS latency_p95
  FROM ranked
)
SELECT
  c.decisions,
  c.mean_confidence,
  c.used_llm,
  1.0 * c.used_llm / c.decisions AS llm_share,
  p.latency_p50,
  p.latency_p95
FROM counted c
CROSS JOIN percentiles p
