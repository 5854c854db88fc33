-- How do the last games compare with those before them?
WITH games AS ( -- completed games in scope
  SELECT r.session_id, r.outcome, r.final_ante, r.final_score, r.started_at AS started
  FROM game_results r
  WHERE true
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), newest AS ( -- by start
  SELECT *
  FROM games
  ORDER BY started DESC, session_id DESC
  LIMIT 2 * :last
), numbered AS (
  SELECT *, row_number() OVER (ORDER BY started DESC, session_id DESC) AS place
  FROM newest
), halves AS (
  SELECT *, CASE WHEN place <= :last THEN 'last' ELSE 'before' END AS period
  FROM numbered
), antes AS ( -- the middle one of each half in the order of antes
  SELECT *, row_number() OVER (PARTITION BY period ORDER BY final_ante) AS rank_of_ante
  FROM halves
), best AS ( -- the best hand of each half
  SELECT *, row_number() OVER (PARTITION BY period ORDER BY final_score DESC, place) AS rank_of_hand
  FROM halves
), counted AS (
  SELECT
    period,
    count(*) AS games,
    count(*) FILTER (WHERE outcome = 'win') AS wins,
    avg(final_ante) AS mean_ante
  FROM halves
  GROUP BY period
), rates AS (
  SELECT
    c.period,
    c.games,
    c.wins,
    c.wins / c.games AS p,
    1.959963984540054e0 AS z,
    a.final_ante AS median_ante,
    c.mean_ante,
    b.final_score AS best_hand,
    b.session_id AS best_session,
    b.outcome AS best_outcome
  FROM counted c
  JOIN antes a ON a.period = c.period AND a.rank_of_ante = (c.games + 1) // 2
  JOIN best b ON b.period = c.period AND b.rank_of_hand = 1
)
SELECT
  period,
  games,
  wins,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high,
  median_ante,
  mean_ante,
  best_hand,
  best_session,
  best_outcome
FROM rates
ORDER BY period DESC
