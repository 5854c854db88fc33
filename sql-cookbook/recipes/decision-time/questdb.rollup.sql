-- How long do decisions take, and how often is the LLM asked?
WITH decisions AS (
  SELECT latency_ms, sum(decisions) AS decisions, sum(confidence) AS confidence, sum(used_llm) AS used_llm
  FROM decisions_by_day
  GROUP BY latency_ms
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
