-- What did each checkpoint reach?
SELECT run_id, step, timestamp, substring(name, 12, 1000) AS metric, value, labels
FROM learning_metrics
WHERE name LIKE 'checkpoint.%'
  AND timestamp >= :from -- if :from
  AND timestamp < :to    -- if :to
ORDER BY step, timestamp, name
