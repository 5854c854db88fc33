-- In which ante do games end?
SELECT r.final_ante, count(*) AS games, count(*) FILTER (WHERE r.outcome = 'win') AS wins
FROM game_results r
WHERE true
  AND r.started_at >= :from      -- if :from
  AND r.started_at < :to         -- if :to
  AND r.strategy_id IN :strategy -- if :strategy
  AND r.model_version IN :model  -- if :model
  AND r.deck IN :deck            -- if :deck
  AND r.stakes IN :stake         -- if :stake
  AND r.outcome IN :outcome      -- if :outcome
GROUP BY r.final_ante
ORDER BY r.final_ante
