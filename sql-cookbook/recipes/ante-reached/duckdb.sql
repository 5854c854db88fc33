-- What share of the games reaches each ante?
WITH games AS ( -- completed games in scope
  SELECT r.session_id, r.outcome, r.final_ante, s.timestamp AS started
  FROM game_results r
  LEFT JOIN game_starts s ON s.session_id = r.session_id
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), numbered AS ( -- by start, the newest first
  SELECT *, row_number() OVER (ORDER BY started DESC, session_id DESC) AS newest
  FROM games
), reached AS (
  SELECT ante, cast(ante AS VARCHAR) AS stage, final_ante >= ante AS there, newest <= :last AS recent
  FROM numbered
  CROSS JOIN range(1, 9) AS antes(ante)
  UNION ALL
  SELECT 9 AS ante, 'won' AS stage, outcome = 'win' AS there, newest <= :last AS recent
  FROM numbered
), rates AS (
  SELECT *, reached / all_games AS share, last_reached / games AS p, 1.959963984540054e0 AS z
  FROM (
    SELECT
      ante,
      stage,
      count(*) AS all_games,
      count(*) FILTER (WHERE there) AS reached,
      count(*) FILTER (WHERE recent) AS games,
      count(*) FILTER (WHERE recent AND there) AS last_reached
    FROM reached
    GROUP BY ante, stage
  ) AS counted
)
SELECT
  stage,
  all_games,
  reached,
  share,
  games AS last_games,
  last_reached,
  p AS last_share,
  greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high
FROM rates
ORDER BY ante
