import type { DuckDBConnection } from '@duckdb/node-api';
import { type Column, TABLES } from './tables.ts';

/**
 * Makes the tables that are not there, and the columns: a new column stands at the end of its table here and there. They have no primary key: an index over every row would cost more than all the rest of a
 * write, and the writer knows which few rows can be there already. The checkpoint and its carry lie in a schema of their own.
 */
export async function createTables(connection: DuckDBConnection): Promise<void> {
  for (const table of TABLES) {
    const columns = table.columns.map((column) => `${column.name} ${duckdbType(column)}`);
    await connection.run(`CREATE TABLE IF NOT EXISTS ${table.name} (${columns.join(', ')})`);
    for (const column of columns) await connection.run(`ALTER TABLE ${table.name} ADD COLUMN IF NOT EXISTS ${column}`);
  }
  await connection.run('CREATE SCHEMA IF NOT EXISTS delivery');
  await connection.run('CREATE TABLE IF NOT EXISTS delivery.checkpoint (position BIGINT)');
  await connection.run('INSERT INTO delivery.checkpoint SELECT 0 WHERE NOT EXISTS (FROM delivery.checkpoint)');
  await connection.run('CREATE TABLE IF NOT EXISTS delivery.carry (session_id VARCHAR, state VARCHAR)');
}

export function duckdbType(column: Column): string {
  switch (column.type) {
    case 'timestamp':
      return 'TIMESTAMP';
    case 'integer':
      return column.wide ? 'BIGINT' : 'INTEGER';
    case 'double':
      return 'DOUBLE';
    case 'boolean':
      return 'BOOLEAN';
    case 'text':
      return 'VARCHAR';
  }
}
