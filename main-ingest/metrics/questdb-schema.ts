import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import { type Column, TABLES } from './tables.ts';

/** Table of the checkpoint and its carry; not one of those that are asked. */
export const CHECKPOINT_TABLE = 'delivery_checkpoint';

/**
 * Makes the tables of a schema file that are missing, and in those that are there the columns that are.
 * @param file `sql-cookbook/schema/questdb.sql`
 */
export async function migrateTables(pool: Pool, file: string): Promise<void> {
  for (const statement of statementsOf(await readFile(file, 'utf8'))) await pool.query(statement);
  for (const table of TABLES) {
    const { rows } = await pool.query<{ column: string }>(`SELECT "column" FROM table_columns('${table.name}')`);
    const there = new Set(rows.map((row) => row.column));
    for (const column of table.columns) {
      if (there.has(column.name)) continue;
      await pool.query(`ALTER TABLE ${table.name} ADD COLUMN IF NOT EXISTS ${column.name} ${questdbType(column)}`);
    }
  }
}

/** Statements of a schema file, without comments. */
export function statementsOf(sql: string): readonly string[] {
  return sql
    .replace(/--[^\n]*/g, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

export function questdbType(column: Column): string {
  switch (column.type) {
    case 'timestamp':
      return 'TIMESTAMP';
    case 'integer':
      return column.wide ? 'LONG' : 'INT';
    case 'double':
      return 'DOUBLE';
    case 'boolean':
      return 'BOOLEAN';
    case 'text':
      return column.symbol ? 'SYMBOL' : 'VARCHAR';
  }
}
