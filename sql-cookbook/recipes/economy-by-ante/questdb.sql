-- How does the economy of a game move from ante to ante?
SELECT
  ante,
  count(*) AS games,
  avg(earned) AS earned,
  avg(spent) AS spent,
  avg(interest) AS interest,
  avg(shopping) AS shopping,
  avg(most_held) AS most_held
FROM game_antes -- a row a completed game and ante
WHERE changes > 0
  AND started_at >= :from       -- if :from
  AND started_at < :to          -- if :to
  AND strategy_id IN :strategy  -- if :strategy
  AND model_version IN :model   -- if :model
  AND deck IN :deck             -- if :deck
  AND stakes IN :stake          -- if :stake
  AND outcome IN :outcome       -- if :outcome
GROUP BY ante
ORDER BY ante
