-- How sure and how fast are decisions of each kind?
WITH decisions AS (
  SELECT
    decision_type,
    latency_ms,
    sum(decisions) AS decisions,
    sum(confidence) AS confidence,
    sum(used_llm) AS used_llm
  FROM decisions_by_day
  GROUP BY decision_type, latency_ms
), counted AS (
  SELECT
    decision_type,
    sum(decisions) AS decisions,
    sum(confidence) / sum(decisions) AS mean_confidence,
    sum(used_llm) AS used_llm
  FROM decisions
  GROUP BY decision_type
), ranked AS ( -- how many decisions took at most as long
  SELECT
    decision_type,
    latency_ms,
    sum(decisions) OVER (PARTITION BY decision_type ORDER BY latency_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
    sum(decisions) OVER (PARTITION BY decision_type) AS timed
  FROM decisions
  WHERE latency_ms IS NOT NULL
), percentiles AS ( -- nearest rank
  SELECT
    decision_type,
    min(CASE WHEN up_to >= 0.5e0 * timed THEN latency_ms END) AS latency_p50,
    min(CASE WHEN up_to >= 0.95e0 * timed THEN latency_ms END) AS latency_p95
  FROM ranked
  GROUP BY decision_type
)
SELECT
  c.decision_type,
  c.decisions,
  c.mean_confidence,
  c.used_llm,
  c.used_llm / c.decisions AS llm_share,
  p.latency_p50,
  p.latency_p95
FROM counted c
LEFT JOIN percentiles p ON p.decision_type = c.decision_type
ORDER BY c.decisions DESC, c.decision_type
