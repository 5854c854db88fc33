-- Which single hands scored most?
WITH hands AS NOT MATERIALIZED (
  SELECT m.*
  FROM game_metrics m
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), top AS ( -- looked at first by score alone, which is quick
  SELECT final_score
  FROM hands
  ORDER BY final_score DESC
  LIMIT :rows
)
SELECT
  session_id,
  sequence_id,
  final_score AS score,
  hand_type,
  final_chips AS chips,
  final_mult AS mult,
  ante,
  blind_name,
  cards_played,
  joker_combo AS jokers
FROM hands
WHERE final_score >= (SELECT min(final_score) FROM top)
ORDER BY final_score DESC, session_id, sequence_id
LIMIT :rows
