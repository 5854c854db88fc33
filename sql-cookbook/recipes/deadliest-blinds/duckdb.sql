-- Which blinds end games?
SELECT m.blind_name, m.ante, count(*) AS rounds
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
GROUP BY m.blind_name, m.ante
ORDER BY rounds DESC, m.blind_name, m.ante
