import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { QueryError } from './metrics.ts';
import { firstWord, isBlank, isOneStatement } from './statement-text.ts';

/** @throws QueryError where there is nothing to run: DuckDB has no words of its own for it. */
function refuseBlank(sql: string): void {
  if (isBlank(sql)) throw new QueryError('SYNTAX', 'There is no statement to run.');
}

/** What a statement with a PIVOT in it begins with where it only reads, and the copy that an export makes of one. */
const WITH_PIVOT: ReadonlySet<string> = new Set(['pivot', 'select', 'with', 'from', 'describe', 'summarize', 'copy']);

/** What DuckDB does before a PIVOT; the settings among them are locked, and not needed. */
const PREPARING: ReadonlySet<StatementType> = new Set([StatementType.SET, StatementType.CREATE]);

/**
 * Prepares the statement that answers. A PIVOT that names no values is several: DuckDB first makes a type of the values that
 * there are, for this connection alone, and what answers comes after it. Those before it are run here.
 * @throws QueryError for more than one statement
 */
export async function prepareAnswering(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  refuseBlank(sql);
  const statements = await connection.extractStatements(sql);
  if (statements.count > 1 && isOneStatement(sql) && !WITH_PIVOT.has(firstWord(sql))) {
    throw notReading(sql, StatementType.CREATE);
  }
  if (statements.count > 1 && !isOneStatement(sql)) {
    throw new QueryError('READ_ONLY', 'One statement at a time.', { tip: 'Remove what follows the first semicolon.' });
  }
  for (let place = 0; ; place += 1) {
    const statement = await statements.prepare(place);
    const isLast = place === statements.count - 1;
    if (isLast || !PREPARING.has(statement.statementType)) return statement;
    if (statement.statementType === StatementType.CREATE) await statement.run();
  }
}

/** Why a statement that does not read is refused, naming what was typed. */
export function notReading(sql: string, type: StatementType): QueryError {
  const typed = firstWord(sql).toUpperCase();
  const word =
    typed === '' || typed === 'WITH' || typed === 'FROM' || typed === 'EXPLAIN' ? StatementType[type] : typed;
  return new QueryError('READ_ONLY', `${word} is not allowed: queries only read.`, {
    tip: 'Ask with SELECT, or with a recipe.',
  });
}
