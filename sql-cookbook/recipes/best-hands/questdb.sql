-- Which single hands scored most?
SELECT
  m.session_id,
  m.sequence_id,
  m.final_score AS score,
  m.hand_type,
  m.final_chips AS chips,
  m.final_mult AS mult,
  m.ante,
  m.blind_name,
  m.cards_played,
  m.joker_combo AS jokers
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
ORDER BY m.final_score DESC, m.session_id, m.sequence_id
LIMIT :rows
