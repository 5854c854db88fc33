-- Which decisions took longest?
WITH decisions AS NOT MATERIALIZED (
  SELECT d.*
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
    AND d.decision_type IN :kind   -- if :kind
), top AS ( -- looked at first by time alone, which is quick; unknown times come last
  SELECT latency_ms
  FROM decisions
  ORDER BY latency_ms DESC
  LIMIT :rows
)
SELECT
  session_id,
  sequence_id,
  decision_type,
  phase,
  option_selected,
  latency_ms,
  confidence_score,
  used_llm,
  strategy_id
FROM decisions
WHERE latency_ms >= (SELECT min(latency_ms) FROM top)
ORDER BY latency_ms DESC, session_id, sequence_id
LIMIT :rows
