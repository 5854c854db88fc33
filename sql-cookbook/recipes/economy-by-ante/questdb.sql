-- How does the economy of a game move from ante to ante?
WITH games AS ( -- what each game earned and spent in each ante
  SELECT
    f.ante,
    f.session_id,
    sum(CASE WHEN f.amount > 0 THEN f.amount ELSE 0 END) AS earned,
    sum(CASE WHEN f.amount < 0 THEN -f.amount ELSE 0 END) AS spent,
    sum(CASE WHEN f.kind = 'interest' THEN f.amount ELSE 0 END) AS interest,
    sum(CASE WHEN f.kind IN ('purchase', 'booster', 'reroll') THEN -f.amount ELSE 0 END) AS shopping,
    max(f.balance) AS most
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
  GROUP BY f.ante, f.session_id
)
SELECT
  ante,
  count(*) AS games,
  avg(earned) AS earned,
  avg(spent) AS spent,
  avg(interest) AS interest,
  avg(shopping) AS shopping,
  avg(most) AS most_held
FROM games
GROUP BY ante
ORDER BY ante
