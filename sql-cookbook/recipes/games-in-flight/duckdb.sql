-- How many games run at a time?
WITH changes AS ( -- a game is in flight from its start to its end
  SELECT s.timestamp, 1 AS change
  FROM game_starts s
  JOIN game_results r ON r.session_id = s.session_id -- if :outcome
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  UNION ALL
  SELECT r.timestamp, -1 AS change
  FROM game_results r
  WHERE r.started_at IS NOT NULL
    AND r.started_at >= :from      -- if :from
    AND r.started_at < :to         -- if :to
    AND r.strategy_id IN :strategy -- if :strategy
    AND r.model_version IN :model  -- if :model
    AND r.deck IN :deck            -- if :deck
    AND r.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), spans AS ( -- how many from each change to the next, and for how long; ends come before starts of the same moment
  SELECT
    sum(change) OVER (ORDER BY timestamp, change ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS in_flight,
    epoch(lead(timestamp) OVER (ORDER BY timestamp, change)) - epoch(timestamp) AS seconds
  FROM changes
)
SELECT
  max(in_flight) AS peak,
  sum(in_flight * seconds) / sum(CASE WHEN in_flight > 0 AND seconds > 0 THEN seconds END) AS mean,
  sum(CASE WHEN in_flight > 0 AND seconds > 0 THEN seconds END) AS busy_seconds
FROM spans
