import type { Engine } from '../../../main-ingest/contract/cookbook.ts';
import { conditionOf } from '../../../main-ingest/contract/sql-text.ts';

/** Lines that end in `-- if :name`, without their white space. */
function conditioned(sql: string): string {
  const lines = sql.split('\n').filter((line) => {
    const comment = line.indexOf('--');
    return comment >= 0 && conditionOf(line.slice(comment).trim()).length > 0;
  });
  return lines.map((line) => line.replaceAll(/\s+/g, '').toLowerCase()).join('\n');
}

/**
 * The same SQL in even lines. Undefined where that would tear a line that ends in `-- if :name`: the condition would then
 * stand at another part.
 * @throws where the text is no SQL
 */
export async function formatSql(sql: string, engine: Engine): Promise<string | undefined> {
  const { format } = await import('sql-formatter');
  const formatted = format(sql, {
    language: engine === 'duckdb' ? 'duckdb' : 'postgresql',
    keywordCase: 'upper',
    tabWidth: 2,
    expressionWidth: 100,
    paramTypes: { named: [':'] },
  });
  return conditioned(formatted) === conditioned(sql) ? formatted : undefined;
}
