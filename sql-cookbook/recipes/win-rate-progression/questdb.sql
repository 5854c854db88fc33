-- How does the win rate move from game to game?
WITH starts AS ( -- games in scope; the outcome of one in flight is null
  SELECT s.timestamp AS started, s.session_id, s.model_version, r.outcome
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
), counted AS ( -- how many were won, completed and in flight up to each
  SELECT
    started,
    session_id,
    model_version,
    outcome,
    cast(sum(CASE WHEN outcome IS NULL THEN 0 ELSE 1 END) OVER (ORDER BY started, session_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS LONG) AS game,
    cast(sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) OVER (ORDER BY started, session_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS LONG) AS won,
    cast(sum(CASE WHEN outcome IS NULL THEN 1 ELSE 0 END) OVER (ORDER BY started, session_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS LONG) AS waiting
  FROM starts
), windows AS ( -- each game with the one that lies a window before it
  SELECT
    c.game,
    c.started,
    c.session_id,
    c.model_version,
    c.game - coalesce(b.game, 0) AS games,
    c.won - coalesce(b.won, 0) AS wins,
    c.waiting - coalesce(b.waiting, 0) AS in_flight
  FROM counted c
  LEFT JOIN (SELECT game + :window AS game_after, game, won, waiting FROM counted WHERE outcome IS NOT NULL) AS b
    ON b.game_after = c.game
  WHERE c.outcome IS NOT NULL
), rates AS (
  SELECT *, 1.0 * wins / games AS p, 1.959963984540054e0 AS z
  FROM windows
  CROSS JOIN (SELECT max(game) AS newest FROM windows) AS ends
  WHERE game % :every = 0 OR game = newest
)
SELECT
  game,
  started,
  session_id,
  model_version,
  games,
  wins,
  p AS win_rate,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high,
  in_flight
FROM rates
ORDER BY game
