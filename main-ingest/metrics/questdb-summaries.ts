import { Pool } from 'pg';
import { FILL_ANTES, FILL_CONFIDENCE, LLM_DECISIONS, MISSING, STARTS } from './missing-summaries.ts';
import { suspendedTables } from './questdb-suspended.ts';
import { applied } from './questdb-writer.ts';
import { TABLES, type TableName } from './tables.ts';

const SOURCES: readonly TableName[] = ['game_starts', 'decision_points', 'economic_flow', 'game_results'];
/** A server gives a statement 60 s else, and a million hands take four. */
const LONGEST_MS = 6 * 60 * 60 * 1000;

/**
 * Makes the rows of `game_antes` and `game_confidence` of the completed games that have none. What breaks off is begun again at
 * the next time: rows that are there already replace themselves, and a game counts as done by what is written last.
 * @param pgUrl as `pool` has it, for a connection whose statements may take long
 */
export async function fillSummaries(pool: Pool, pgUrl: string): Promise<void> {
  // A table that shows less than it was sent would be summed up wrongly: it goes on soon, and the next start fills.
  if ((await suspendedTables(pool)).length > 0) return;
  await applied(pool, 'game_results');
  if ((await pool.query(`${MISSING} LIMIT 1`)).rows.length === 0) return;
  for (const table of SOURCES) await applied(pool, table);
  const patient = new Pool({ connectionString: pgUrl, max: 1, options: `-c statement_timeout=${LONGEST_MS}` });
  patient.on('error', () => undefined);
  try {
    await patient.query(FILL_ANTES);
    await patient.query(FILL_CONFIDENCE);
    await applied(pool, 'game_confidence');
    await patient.query(markDone());
  } finally {
    await patient.end();
  }
}

/** QuestDB updates no table from another: the whole rows are written again, and replace the first by their key. */
function markDone(): string {
  const columns = TABLES.find(({ name }) => name === 'game_results')?.columns.map(({ name }) => name) ?? [];
  const changed = new Map([
    ['llm_decisions', 'coalesce(c.llm_decisions, 0)'],
    ['started_at', 'coalesce(s.started_at, r.started_at)'],
  ]);
  return `INSERT INTO game_results (${columns.join(', ')})
    SELECT ${columns.map((name) => changed.get(name) ?? `r.${name}`).join(', ')}
    FROM game_results r
    LEFT JOIN (${LLM_DECISIONS}) c ON c.session_id = r.session_id
    LEFT JOIN (${STARTS}) s ON s.session_id = r.session_id
    WHERE r.llm_decisions IS NULL`;
}
