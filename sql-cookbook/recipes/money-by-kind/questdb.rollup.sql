-- Where does money come from, and where does it go?
SELECT
  kind,
  sum(changes) AS changes,
  sum(earned) AS earned,
  sum(spent) AS spent,
  sum(earned) - sum(spent) AS net
FROM money_by_day
WHERE true
  AND strategy_id IN :strategy -- if :strategy
GROUP BY kind
ORDER BY kind
