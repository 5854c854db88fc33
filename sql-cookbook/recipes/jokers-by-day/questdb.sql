-- How did games with these jokers do, day by day?
WITH games AS ( -- completed games in scope
  SELECT
    to_str(r.started_at, 'yyyy-MM-dd') AS day,
    r.outcome,
    coalesce(strpos('+' || r.joker_combo || '+', '+' || :joker_a || '+') > 0
      AND strpos('+' || r.joker_combo || '+', '+' || :joker_b || '+') > 0 -- if :joker_b
      AND strpos('+' || r.joker_combo || '+', '+' || :joker_c || '+') > 0 -- if :joker_c
      , false) AS held
  FROM game_results r
  WHERE r.started_at IS NOT NULL
    AND r.started_at >= :from         -- if :from
    AND r.started_at < :to            -- if :to
    AND r.strategy_id IN :strategy    -- if :strategy
    AND r.model_version IN :model     -- if :model
    AND r.deck IN :deck               -- if :deck
    AND r.stakes IN :stake            -- if :stake
    AND r.outcome IN :outcome         -- if :outcome
    AND r.final_ante >= :reached_ante -- if :reached_ante
)
SELECT
  day,
  sum(CASE WHEN held THEN 1 ELSE 0 END) AS games,
  sum(CASE WHEN held AND outcome = 'win' THEN 1 ELSE 0 END) AS wins,
  count(*) AS all_games,
  sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) AS all_wins
FROM games
GROUP BY day
ORDER BY day
