-- Do decisions take longer as training goes on?
WITH games AS ( -- completed games in scope
  SELECT r.session_id, s.timestamp AS started
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
), numbered AS (
  SELECT session_id, started, row_number() OVER (ORDER BY started, session_id) AS number
  FROM games
), blocks AS ( -- those of the newest games
  SELECT session_id, started, number, (number - 1) // :block AS block
  FROM numbered
  WHERE (number - 1) // :block >= ((SELECT count(*) FROM games) - :last) // :block
), first_start AS ( -- no decision comes before it; none where a start is not known
  SELECT CASE WHEN count(*) = count(started) THEN min(started) END AS first_start
  FROM blocks
), timed AS (
  SELECT b.block, d.latency_ms, count(*) AS decisions
  FROM decision_points d
  JOIN blocks b ON b.session_id = d.session_id
  WHERE d.latency_ms IS NOT NULL
    AND d.timestamp >= (SELECT coalesce(first_start, TIMESTAMP '1970-01-01') FROM first_start)
  GROUP BY b.block, d.latency_ms
), ranked AS ( -- how many decisions of a block took at most as long
  SELECT
    block,
    latency_ms,
    sum(decisions) OVER (PARTITION BY block ORDER BY latency_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
    sum(decisions) OVER (PARTITION BY block) AS of_block
  FROM timed
), percentiles AS ( -- nearest rank
  SELECT
    block,
    max(of_block) AS decisions,
    min(CASE WHEN up_to >= 0.5e0 * of_block THEN latency_ms END) AS latency_p50,
    min(CASE WHEN up_to >= 0.95e0 * of_block THEN latency_ms END) AS latency_p95
  FROM ranked
  GROUP BY block
), counted AS (
  SELECT block, max(number) AS game, min(started) AS started, count(*) AS games
  FROM blocks
  GROUP BY block
)
SELECT c.game, c.started, c.games, p.decisions, p.latency_p50, p.latency_p95
FROM counted c
JOIN percentiles p ON p.block = c.block
ORDER BY c.game
