-- Where does each learning metric stand?
WITH metrics AS (
  SELECT name, value, step, row_number() OVER (PARTITION BY name ORDER BY timestamp DESC, step DESC) AS newest
  FROM learning_metrics
  WHERE name NOT LIKE 'checkpoint.%'
    AND timestamp >= :from -- if :from
    AND timestamp < :to    -- if :to
)
SELECT
  name,
  count(*) AS points,
  avg(value) AS mean,
  min(value) AS lowest,
  max(value) AS highest,
  max(CASE WHEN newest = 1 THEN value END) AS last,
  max(CASE WHEN newest = 1 THEN step END) AS last_step
FROM metrics
GROUP BY name
ORDER BY name
