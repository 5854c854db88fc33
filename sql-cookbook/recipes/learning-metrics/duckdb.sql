-- How do the learning metrics move over the steps?
SELECT name, step, value, timestamp, run_id
FROM learning_metrics
WHERE true
  AND timestamp >= :from -- if :from
  AND timestamp < :to    -- if :to
  AND name IN :metric    -- if :metric
ORDER BY name, step, timestamp
