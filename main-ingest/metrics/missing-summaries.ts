/**
 * SQL for both engines that makes the rows of `game_antes` and `game_confidence` from the tables of changes and decisions,
 * for the completed games that have none: those of a data folder that an older version filled, and those that it began.
 * They are the games whose `llm_decisions` are null, which whoever runs these statements sets last, with `started_at`, that a
 * still older version did not write.
 */
export const MISSING = 'SELECT session_id FROM game_results WHERE llm_decisions IS NULL';

/** Starts of the games. */
export const STARTS = `SELECT session_id, max(timestamp) AS started_at
FROM game_starts
WHERE session_id IN (${MISSING})
GROUP BY session_id`;

/** Joins what is summed up by game, `t`, with the game's end and what it is searched by. */
const END = `JOIN game_results r ON r.session_id = t.session_id
LEFT JOIN (${STARTS}) s ON s.session_id = r.session_id
WHERE r.llm_decisions IS NULL`;
const SEARCHED_BY = 's.started_at, r.strategy_id, r.model_version, r.deck, r.stakes, r.outcome';
const SEARCHED_BY_NAMES = 'started_at, strategy_id, model_version, deck, stakes, outcome';

export const FILL_ANTES = `INSERT INTO game_antes
  (timestamp, session_id, ante, changes, earned, spent, interest, shopping, most_held, ${SEARCHED_BY_NAMES})
SELECT r.timestamp, r.session_id, t.ante, t.changes, t.earned, t.spent, t.interest, t.shopping, t.most_held, ${SEARCHED_BY}
FROM (
  SELECT
    session_id,
    ante,
    cast(count() AS INT) AS changes,
    sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS earned,
    sum(CASE WHEN amount < 0 THEN -cast(amount AS LONG) ELSE 0 END) AS spent,
    sum(CASE WHEN kind = 'interest' THEN amount ELSE 0 END) AS interest,
    sum(CASE WHEN kind IN ('purchase', 'booster', 'reroll') THEN -cast(amount AS LONG) ELSE 0 END) AS shopping,
    max(balance) AS most_held
  FROM economic_flow
  WHERE session_id IN (${MISSING})
  GROUP BY session_id, ante
) t
${END}`;

export const FILL_CONFIDENCE = `INSERT INTO game_confidence
  (timestamp, session_id, tenth, decisions, confidence, llm_decisions, ${SEARCHED_BY_NAMES})
SELECT r.timestamp, r.session_id, t.tenth, t.decisions, t.confidence, t.llm_decisions, ${SEARCHED_BY}
FROM (
  SELECT
    session_id,
    cast(least(floor(confidence_score * 10), 9e0) AS INT) AS tenth,
    cast(count() AS INT) AS decisions,
    sum(confidence_score) AS confidence,
    cast(sum(CASE WHEN used_llm THEN 1 ELSE 0 END) AS INT) AS llm_decisions
  FROM decision_points
  WHERE session_id IN (${MISSING})
  GROUP BY session_id, tenth
) t
${END}`;

/** Decisions that used the LLM by game, of games that have rows of `game_confidence`. */
export const LLM_DECISIONS = `SELECT session_id, cast(sum(llm_decisions) AS INT) AS llm_decisions
FROM game_confidence
WHERE session_id IN (${MISSING})
GROUP BY session_id`;
