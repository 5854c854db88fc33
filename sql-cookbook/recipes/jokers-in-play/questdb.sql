-- Which jokers are in play, and what do hands with them score?
WITH combos AS ( -- hands by all the jokers that they were played with
  SELECT m.joker_combo, count(*) AS hands, sum(m.final_score) AS total_score
  FROM game_metrics m
  JOIN game_starts s ON s.session_id = m.session_id  -- if :from :to :strategy :model :deck :stake
  JOIN game_results r ON r.session_id = m.session_id -- if :outcome
  WHERE m.joker_combo IS NOT NULL
    AND s.timestamp >= :from       -- if :from
    AND s.timestamp < :to          -- if :to
    AND s.strategy_id IN :strategy -- if :strategy
    AND s.model_version IN :model  -- if :model
    AND s.deck IN :deck            -- if :deck
    AND s.stakes IN :stake         -- if :stake
    AND r.outcome IN :outcome      -- if :outcome
  GROUP BY m.joker_combo
), jokers AS (
  -- a name begins where the row begins and after each +
  SELECT DISTINCT joker_combo, split_part(substring(joker_combo, cast(x AS INT), 1000), '+', 1) AS joker, hands, total_score
  FROM combos
  CROSS JOIN long_sequence(1000)
  WHERE x <= length(joker_combo) AND substring('+' || joker_combo, cast(x AS INT), 1) = '+'
)
SELECT joker, sum(hands) AS hands, sum(total_score) / sum(hands) AS mean_score
FROM jokers
GROUP BY joker
ORDER BY hands DESC, joker
