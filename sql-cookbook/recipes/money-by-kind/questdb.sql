-- Where does money come from, and where does it go?
SELECT
  f.kind,
  count(*) AS changes,
  sum(CASE WHEN f.amount > 0 THEN f.amount ELSE 0 END) AS earned,
  sum(CASE WHEN f.amount < 0 THEN -f.amount ELSE 0 END) AS spent,
  sum(f.amount) AS net
FROM economic_flow f
JOIN game_starts s ON s.session_id = f.session_id  -- if :from :to :strategy :model :deck :stake
JOIN game_results r ON r.session_id = f.session_id -- if :outcome
WHERE true
  AND s.timestamp >= :from       -- if :from
  AND s.timestamp < :to          -- if :to
  AND s.strategy_id IN :strategy -- if :strategy
  AND s.model_version IN :model  -- if :model
  AND s.deck IN :deck            -- if :deck
  AND s.stakes IN :stake         -- if :stake
  AND r.outcome IN :outcome      -- if :outcome
GROUP BY f.kind
ORDER BY f.kind
