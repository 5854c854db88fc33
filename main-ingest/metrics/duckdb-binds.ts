import { BIGINT, DOUBLE, type DuckDBPreparedStatement, DuckDBTimestampValue, DuckDBTypeId } from '@duckdb/node-api';
import type { BindValue } from './metrics.ts';
import { missingParameter } from './query-errors.ts';

/** Types of the parameters `$1`, `$2`, … by number, as the statement's surroundings tell them. */
export function parameterTypes(statement: DuckDBPreparedStatement): ReadonlyMap<string, DuckDBTypeId> {
  const types = new Map<string, DuckDBTypeId>();
  for (let i = 1; i <= statement.parameterCount; i += 1) {
    types.set(statement.parameterName(i), statement.parameterTypeId(i));
  }
  return types;
}

/** @throws QueryError `PARAMETER` for one that has no value */
export function bindAll(
  statement: DuckDBPreparedStatement,
  binds: readonly BindValue[],
  types: ReadonlyMap<string, DuckDBTypeId> = parameterTypes(statement),
): void {
  for (let i = 1; i <= statement.parameterCount; i += 1) {
    const name = statement.parameterName(i);
    const value = binds[Number(name) - 1];
    if (value === undefined) {
      throw missingParameter(Number(name), binds.length);
    }
    bind(statement, i, value, types.get(name));
  }
}

function bind(
  statement: DuckDBPreparedStatement,
  index: number,
  value: BindValue,
  type: DuckDBTypeId | undefined,
): void {
  if (value === null) statement.bindNull(index);
  else if (typeof value === 'string') statement.bindVarchar(index, value);
  else if (typeof value === 'boolean') statement.bindBoolean(index, value);
  else if (type === DuckDBTypeId.TIMESTAMP || type === DuckDBTypeId.TIMESTAMP_TZ) {
    statement.bindTimestamp(index, new DuckDBTimestampValue(BigInt(Math.trunc(value))));
  } else if (Number.isSafeInteger(value)) statement.bindValue(index, BigInt(value), BIGINT);
  else statement.bindValue(index, value, DOUBLE);
}
