-- Which hands are played, and what do they score?
WITH hands AS (
  SELECT
    hand_type,
    sum(hands) AS hands,
    sum(total_score) / sum(hands) AS mean_score,
    max(best_score) AS max_score
  FROM hands_by_day
  WHERE true
    AND strategy_id IN :strategy -- if :strategy
  GROUP BY hand_type
)
SELECT
  hand_type,
  hands,
  1.0 * hands / sum(hands) OVER () AS share,
  mean_score,
  max_score
FROM hands
ORDER BY hands DESC, hand_type
