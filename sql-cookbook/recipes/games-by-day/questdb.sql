-- How many games were started on each day?
WITH games AS ( -- games in scope; the outcome of one in flight is null
  SELECT to_str(s.timestamp, 'yyyy-MM-dd') AS day, r.outcome
  FROM game_starts s
  LEFT JOIN game_results r ON r.session_id = s.session_id
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
)
SELECT day, count(*) AS games, count(outcome) AS completed, sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) AS wins
FROM games
GROUP BY day
ORDER BY day
