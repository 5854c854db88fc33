import type { DuckDBConnection } from '@duckdb/node-api';
import { FILL_ANTES, FILL_CONFIDENCE, LLM_DECISIONS, MISSING, STARTS } from './missing-summaries.ts';

/** Makes the rows of `game_antes` and `game_confidence` of the completed games that have none; all of them or nothing. */
export async function fillSummaries(connection: DuckDBConnection): Promise<void> {
  const missing = await connection.runAndReadAll(`${MISSING} LIMIT 1`);
  if (missing.currentRowCount === 0) return;
  await connection.run('BEGIN');
  try {
    for (const table of ['game_antes', 'game_confidence']) {
      await connection.run(`DELETE FROM ${table} WHERE session_id IN (${MISSING})`);
    }
    await connection.run(FILL_ANTES);
    await connection.run(FILL_CONFIDENCE);
    await connection.run(
      `UPDATE game_results
       SET llm_decisions = coalesce(c.llm_decisions, 0), started_at = coalesce(s.started_at, r.started_at)
       FROM game_results r
       LEFT JOIN (${LLM_DECISIONS}) c ON c.session_id = r.session_id
       LEFT JOIN (${STARTS}) s ON s.session_id = r.session_id
       WHERE r.rowid = game_results.rowid AND game_results.llm_decisions IS NULL`,
    );
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
