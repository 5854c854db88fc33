-- Which hands are played with these jokers, against all hands?
WITH scored AS (
  SELECT
    m.hand_type,
    m.final_score,
    contains('+' || m.joker_combo || '+', '+' || :joker_a || '+')
      AND contains('+' || m.joker_combo || '+', '+' || :joker_b || '+') -- if :joker_b
      AND contains('+' || m.joker_combo || '+', '+' || :joker_c || '+') -- if :joker_c
      AS held
  FROM game_metrics m
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
), ranked AS (
  SELECT
    hand_type,
    final_score,
    row_number() OVER (PARTITION BY hand_type ORDER BY final_score) AS rank_of_score,
    count(*) OVER (PARTITION BY hand_type) AS of_type
  FROM scored
  WHERE held
), with_jokers AS (
  SELECT
    hand_type,
    count(*) AS hands,
    max(CASE WHEN rank_of_score = (of_type + 1) // 2 THEN final_score END) AS median_score
  FROM ranked
  GROUP BY hand_type
), every_hand AS (
  SELECT hand_type, count(*) AS hands
  FROM scored
  GROUP BY hand_type
)
SELECT
  w.hand_type,
  w.hands,
  w.hands / t.with_jokers AS share,
  a.hands / t.every_hand AS share_all,
  w.median_score
FROM with_jokers w
JOIN every_hand a ON a.hand_type = w.hand_type
CROSS JOIN (
  SELECT count(*) AS every_hand, count(*) FILTER (WHERE held) AS with_jokers
  FROM scored
) AS t
ORDER BY w.hands DESC, w.hand_type
