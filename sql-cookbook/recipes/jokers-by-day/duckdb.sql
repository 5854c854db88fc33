-- How did games with these jokers do, day by day?
WITH games AS ( -- completed games in scope
  SELECT
    strftime(r.started_at, '%Y-%m-%d') AS day,
    r.outcome,
    coalesce(contains('+' || r.joker_combo || '+', '+' || :joker_a || '+')
      AND contains('+' || r.joker_combo || '+', '+' || :joker_b || '+') -- if :joker_b
      AND contains('+' || r.joker_combo || '+', '+' || :joker_c || '+') -- if :joker_c
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
  count(*) FILTER (WHERE held) AS games,
  count(*) FILTER (WHERE held AND outcome = 'win') AS wins,
  count(*) AS all_games,
  count(*) FILTER (WHERE outcome = 'win') AS all_wins
FROM games
GROUP BY day
ORDER BY day
