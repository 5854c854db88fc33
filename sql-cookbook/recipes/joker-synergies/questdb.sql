-- Which two jokers win together?
WITH games AS ( -- completed games in scope
  SELECT r.session_id, r.outcome, r.final_score, r.joker_combo
  FROM game_results r
  WHERE true
    AND r.started_at >= :from         -- if :from
    AND r.started_at < :to            -- if :to
    AND r.strategy_id IN :strategy    -- if :strategy
    AND r.model_version IN :model     -- if :model
    AND r.deck IN :deck               -- if :deck
    AND r.stakes IN :stake            -- if :stake
    AND r.outcome IN :outcome         -- if :outcome
    AND r.final_ante >= :reached_ante -- if :reached_ante
), all_games AS (
  SELECT avg(CASE WHEN outcome = 'win' THEN 1e0 ELSE 0e0 END) AS rate_of_all
  FROM games
), counted AS (
  SELECT
    jokers,
    count(*) AS games,
    sum(CASE WHEN outcome = 'win' THEN 1 ELSE 0 END) AS wins,
    avg(final_score) AS mean_score,
    avg(ln(greatest(final_score, 1e0)) / ln(10e0)) AS log_mean,
    stddev_samp(ln(greatest(final_score, 1e0)) / ln(10e0)) AS log_deviation
  FROM (
    SELECT j.joker_combination AS jokers, g.outcome, g.final_score
    FROM joker_synergies j
    JOIN games g ON g.session_id = j.session_id
    WHERE j.size = 2
  ) AS held
  GROUP BY jokers
), rates AS (
  SELECT *, 1.0 * wins / games AS p, 1.959963984540054e0 AS z
  FROM counted
  WHERE games >= :min_games
), intervals AS (
  SELECT
    *,
    greatest(0e0, (p + z*z / (2*games) - z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS low,
    least(1e0, (p + z*z / (2*games) + z * sqrt(p * (1 - p) / games + z*z / (4*games*games))) / (1 + z*z / games)) AS high
  FROM rates
), ordered AS (
  SELECT *, CASE WHEN :order = 'games' THEN games WHEN :order = 'win rate' THEN p ELSE low END AS place
  FROM intervals
)
SELECT
  jokers,
  games,
  wins,
  p AS win_rate,
  low,
  high,
  p / nullif(rate_of_all, 0) AS lift,
  low / nullif(rate_of_all, 0) AS lift_low,
  high / nullif(rate_of_all, 0) AS lift_high,
  rate_of_all,
  mean_score,
  log_mean,
  log_deviation,
  split_part(jokers, '+', 1) AS joker_a,
  split_part(jokers, '+', 2) AS joker_b
FROM ordered
CROSS JOIN all_games
ORDER BY place DESC, games DESC, jokers
LIMIT :rows
