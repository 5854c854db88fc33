-- What does a hand score, ante by ante?
SELECT
  ante,
  blind_type,
  sum(hands) AS hands,
  sum(total_score) / sum(hands) AS mean_score,
  max(best_score) AS max_score
FROM hands_by_day
WHERE true
  AND strategy_id IN :strategy -- if :strategy
GROUP BY ante, blind_type
ORDER BY ante, blind_type
