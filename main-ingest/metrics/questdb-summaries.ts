import type { Pool } from 'pg';
import { FILL_ANTES, FILL_CONFIDENCE, LLM_DECISIONS, MISSING } from './missing-summaries.ts';
import { resumeSuspended } from './questdb-suspended.ts';
import { applied } from './questdb-writer.ts';
import { TABLES, type TableName } from './tables.ts';

const SOURCES: readonly TableName[] = ['game_starts', 'decision_points', 'economic_flow', 'game_results'];

/**
 * Makes the rows of `game_antes` and `game_confidence` of the completed games that have none. What breaks off is begun again at
 * the next time: rows that are there already replace themselves, and a game counts as done by what is written last.
 */
export async function fillSummaries(pool: Pool): Promise<void> {
  // A table that shows less than it was sent would be summed up wrongly: it goes on now, and the next start fills.
  if ((await resumeSuspended(pool)).length > 0) return;
  await applied(pool, 'game_results');
  if ((await pool.query(`${MISSING} LIMIT 1`)).rows.length === 0) return;
  for (const table of SOURCES) await applied(pool, table);
  await pool.query(FILL_ANTES);
  await pool.query(FILL_CONFIDENCE);
  await applied(pool, 'game_confidence');
  await pool.query(countLlmDecisions());
}

/** QuestDB updates no table from another: the whole rows are written again, and replace the first by their key. */
function countLlmDecisions(): string {
  const columns = TABLES.find(({ name }) => name === 'game_results')?.columns.map(({ name }) => name) ?? [];
  const values = columns.map((name) => (name === 'llm_decisions' ? 'coalesce(c.llm_decisions, 0)' : `r.${name}`));
  return `INSERT INTO game_results (${columns.join(', ')})
    SELECT ${values.join(', ')}
    FROM game_results r LEFT JOIN (${LLM_DECISIONS}) c ON c.session_id = r.session_id
    WHERE r.llm_decisions IS NULL`;
}
