-- Which decisions took longest?
SELECT
  d.session_id,
  d.sequence_id,
  d.decision_type,
  d.phase,
  d.option_selected,
  d.latency_ms,
  d.confidence_score,
  d.used_llm,
  d.strategy_id
FROM decision_points d
JOIN game_starts s ON s.session_id = d.session_id  -- if :from :to :strategy :model :deck :stake
JOIN game_results r ON r.session_id = d.session_id -- if :outcome
WHERE d.latency_ms IS NOT NULL
  AND s.timestamp >= :from       -- if :from
  AND s.timestamp < :to          -- if :to
  AND s.strategy_id IN :strategy -- if :strategy
  AND s.model_version IN :model  -- if :model
  AND s.deck IN :deck            -- if :deck
  AND s.stakes IN :stake         -- if :stake
  AND r.outcome IN :outcome      -- if :outcome
  AND d.decision_type IN :kind   -- if :kind
ORDER BY d.latency_ms DESC, d.session_id, d.sequence_id
LIMIT :rows
