-- How many games are won?
WITH games AS ( -- games in scope; the outcome of one in flight is null
  SELECT r.outcome
  FROM game_results r
  WHERE true
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  UNION ALL
  SELECT NULL AS outcome -- in flight
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
), counted AS (
  SELECT
    count(outcome) AS games,
    count(*) FILTER (WHERE outcome = 'win') AS wins,
    count(*) FILTER (WHERE outcome = 'loss') AS losses,
    count(*) FILTER (WHERE outcome = 'abandoned') AS abandoned,
    count(*) FILTER (WHERE outcome IS NULL) AS in_flight
  FROM games
), rates AS (
  SELECT *, wins / games AS p, 1.959963984540054e0 AS z
  FROM counted
)
SELECT
  games,
  wins,
  losses,
  abandoned,
  in_flight,
  p AS win_rate,
  CASE WHEN games > 0 THEN greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) END AS low,
  CASE WHEN games > 0 THEN least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) END AS high
FROM rates
