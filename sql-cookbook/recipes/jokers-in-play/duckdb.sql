-- Which jokers are in play, and what do hands with them score?
WITH combos AS ( -- hands by all the jokers that they were played with
  SELECT m.joker_combo, count(*) AS hands, sum(m.final_score) AS total_score
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
  GROUP BY m.joker_combo
), jokers AS (
  SELECT unnest(list_distinct(string_split(joker_combo, '+'))) AS joker, hands, total_score
  FROM combos
)
SELECT joker, sum(hands) AS hands, sum(total_score) / sum(hands) AS mean_score
FROM jokers
GROUP BY joker
ORDER BY hands DESC, joker
