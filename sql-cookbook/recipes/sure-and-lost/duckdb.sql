-- Which decisions of lost games was it surest of?
WITH ends AS ( -- where the lost games in scope ended
  SELECT r.session_id, r.final_ante, max(m.sequence_id) AS last_hand
  FROM game_results r
  JOIN game_metrics m ON m.session_id = r.session_id
  JOIN game_starts s ON s.session_id = r.session_id -- if :from :to
  WHERE r.outcome = 'loss'
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  GROUP BY r.session_id, r.final_ante
)
SELECT
  d.session_id,
  d.sequence_id,
  d.decision_type,
  d.phase,
  d.option_selected,
  d.latency_ms,
  d.confidence_score,
  d.used_llm,
  d.strategy_id,
  ends.final_ante
FROM decision_points d
JOIN ends ON ends.session_id = d.session_id
WHERE d.sequence_id >= ends.last_hand - 12
  AND d.decision_type IN :kind -- if :kind
ORDER BY d.confidence_score DESC, d.session_id, d.sequence_id
LIMIT :rows
