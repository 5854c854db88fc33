-- What is bought and sold, how often, and for how much?
WITH items AS (
  SELECT kind, item, sum(changes) AS changes, sum(earned) - sum(spent) AS amount
  FROM money_by_day
  WHERE item IS NOT NULL
    AND strategy_id IN :strategy -- if :strategy
    AND kind IN :kind            -- if :kind
  GROUP BY kind, item
)
SELECT kind, item, changes, amount, 1.0 * amount / changes AS mean_amount
FROM items
ORDER BY abs(amount) DESC, kind, item
LIMIT :rows
