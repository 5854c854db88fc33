-- Which hands are played with these jokers, against all hands?
WITH with_jokers AS ( -- the name alone is looked for first, which is quick
  SELECT m.hand_type, count(*) AS hands, quantile_disc(m.final_score, 0.5) AS median_score
  FROM game_metrics m
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome :reached_ante
  WHERE contains(m.joker_combo, :joker_a)
    AND contains('+' || m.joker_combo || '+', '+' || :joker_a || '+')
    AND contains(m.joker_combo, :joker_b) -- if :joker_b
    AND contains('+' || m.joker_combo || '+', '+' || :joker_b || '+') -- if :joker_b
    AND contains(m.joker_combo, :joker_c) -- if :joker_c
    AND contains('+' || m.joker_combo || '+', '+' || :joker_c || '+') -- if :joker_c
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
    AND r.final_ante >= :reached_ante -- if :reached_ante
  GROUP BY m.hand_type
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
  w.hands / (SELECT sum(hands) FROM with_jokers) AS share,
  a.hands / (SELECT sum(hands) FROM every_hand) AS share_all,
  w.median_score
FROM with_jokers w
JOIN every_hand a ON a.hand_type = w.hand_type
ORDER BY w.hands DESC, w.hand_type
