-- How does the win rate move from game to game?
WITH starts AS ( -- games in scope; the outcome of one in flight is null
  SELECT r.started_at AS started, r.session_id, r.model_version, r.outcome
  FROM game_results r
  WHERE r.started_at IS NOT NULL
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  UNION ALL
  SELECT s.timestamp AS started, s.session_id, s.model_version, NULL AS outcome -- in flight
  FROM game_starts s
  ANTI JOIN game_results r ON r.session_id = s.session_id
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND false                      -- if :outcome
), counted AS ( -- how many were won, completed and in flight up to each
  SELECT
    started,
    session_id,
    model_version,
    outcome,
    sum(CASE WHEN outcome IS NULL THEN 0 ELSE 1 END) OVER in_order AS game,
    sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) OVER in_order AS won,
    sum(CASE WHEN outcome IS NULL THEN 1 ELSE 0 END) OVER in_order AS waiting
  FROM starts
  WINDOW in_order AS (ORDER BY started, session_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
), windows AS ( -- each game less the one that lies a window before it
  SELECT
    game,
    started,
    session_id,
    model_version,
    game - coalesce(lag(game, :window) OVER (ORDER BY game), 0) AS games,
    won - coalesce(lag(won, :window) OVER (ORDER BY game), 0) AS wins,
    waiting - coalesce(lag(waiting, :window) OVER (ORDER BY game), 0) AS in_flight
  FROM counted
  WHERE outcome IS NOT NULL
), rates AS (
  SELECT *, wins / games AS p, 1.959963984540054e0 AS z
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
