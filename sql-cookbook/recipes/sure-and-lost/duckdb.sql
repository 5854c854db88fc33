-- Which decisions of lost games was it surest of?
WITH ends AS ( -- the hands that lost the last games in scope
  SELECT m.session_id, m.sequence_id AS last_hand, m.ante
  FROM game_metrics m
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome
  WHERE m.outcome = 'lost'
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  ORDER BY m.timestamp DESC, m.session_id
  LIMIT :last
), first_start AS ( -- so that no older decisions are read; null where a start is not known
  SELECT CASE WHEN count(s.timestamp) = count(*) THEN min(s.timestamp) END AS first_start
  FROM ends
  LEFT JOIN game_starts s ON s.session_id = ends.session_id
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
  ends.ante
FROM decision_points d
JOIN ends ON ends.session_id = d.session_id
WHERE d.sequence_id <= ends.last_hand AND d.sequence_id >= ends.last_hand - 12
  AND d.timestamp >= (SELECT coalesce(first_start, TIMESTAMP '1970-01-01') FROM first_start)
  AND d.decision_type IN :kind -- if :kind
ORDER BY d.confidence_score DESC, d.session_id, d.sequence_id
LIMIT :rows
