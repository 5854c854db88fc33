-- What is bought and sold, how often, and for how much?
SELECT kind, item, changes, amount, mean_amount
FROM (
  SELECT
    f.kind,
    f.item,
    count(*) AS changes,
    sum(f.amount) AS amount,
    avg(f.amount) AS mean_amount
  FROM economic_flow f
  JOIN game_starts s ON s.session_id = f.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = f.session_id -- if :outcome
  WHERE f.item IS NOT NULL
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
    AND f.kind IN :kind            -- if :kind
  GROUP BY f.kind, f.item
) AS items
ORDER BY abs(amount) DESC, kind, item
LIMIT :rows
