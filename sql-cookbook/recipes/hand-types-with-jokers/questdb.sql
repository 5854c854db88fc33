-- Which hands are played with these jokers, against all hands?
WITH combos AS ( -- rows of jokers that have them all
  SELECT joker_combo
  FROM (SELECT DISTINCT joker_combo FROM game_metrics) AS rows_of_jokers
  WHERE strpos('+' || joker_combo || '+', '+' || :joker_a || '+') > 0
    AND strpos('+' || joker_combo || '+', '+' || :joker_b || '+') > 0 -- if :joker_b
    AND strpos('+' || joker_combo || '+', '+' || :joker_c || '+') > 0 -- if :joker_c
), ranked AS ( -- hands with them, by score
  SELECT
    m.hand_type,
    m.final_score,
    row_number() OVER (PARTITION BY m.hand_type ORDER BY m.final_score) AS rank_of_score,
    count(*) OVER (PARTITION BY m.hand_type) AS of_type
  FROM game_metrics m
  JOIN combos c ON c.joker_combo = m.joker_combo
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome :reached_ante
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
    AND r.final_ante >= :reached_ante -- if :reached_ante
), with_jokers AS (
  SELECT
    hand_type,
    count(*) AS hands,
    max(CASE WHEN rank_of_score = (of_type + 1) / 2 THEN final_score END) AS median_score
  FROM ranked
  GROUP BY hand_type
), every_hand AS (
  SELECT m.hand_type, count(*) AS hands
  FROM game_metrics m
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome :reached_ante
  WHERE true
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
    AND r.final_ante >= :reached_ante -- if :reached_ante
  GROUP BY m.hand_type
)
SELECT
  w.hand_type,
  w.hands,
  1.0 * w.hands / sum(w.hands) OVER () AS share,
  1.0 * a.hands / t.hands AS share_all,
  w.median_score
FROM with_jokers w
JOIN every_hand a ON a.hand_type = w.hand_type
CROSS JOIN (SELECT sum(hands) AS hands FROM every_hand) AS t
ORDER BY w.hands DESC, w.hand_type
