-- What share of the games reaches each ante?
WITH games AS ( -- completed games in scope
  SELECT r.session_id, r.outcome, r.final_ante, r.started_at AS started
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
  SELECT outcome, final_ante
  FROM games
  ORDER BY started DESC, session_id DESC
  LIMIT :last
), ends AS ( -- how many games ended in each ante: of all, of the newest
  SELECT final_ante, outcome, count(*) AS all_games, 0 AS last_games
  FROM games
  GROUP BY final_ante, outcome
  UNION ALL
  SELECT final_ante, outcome, 0 AS all_games, count(*) AS last_games
  FROM newest
  GROUP BY final_ante, outcome
), stages AS (
  SELECT ante, cast(ante AS VARCHAR) AS stage, final_ante >= ante AS reached, all_games, last_games
  FROM ends
  CROSS JOIN range(1, 9) AS antes(ante)
  UNION ALL
  SELECT 9 AS ante, 'won' AS stage, outcome = 'win' AS reached, all_games, last_games
  FROM ends
), rates AS (
  SELECT *, reached / all_games AS share, last_reached / games AS p, 1.959963984540054e0 AS z
  FROM (
    SELECT
      ante,
      stage,
      sum(all_games) AS all_games,
      sum(CASE WHEN reached THEN all_games ELSE 0 END) AS reached,
      sum(last_games) AS games,
      sum(CASE WHEN reached THEN last_games ELSE 0 END) AS last_reached
    FROM stages
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
  least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high,
  CASE stage WHEN 'won' THEN 'outcome:won' ELSE 'ante>=' || stage END AS query
FROM rates
ORDER BY ante
