import type { PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import type { BindValue, Cell, ResultColumn } from './metrics.ts';
import { cellReader, columnType } from './questdb-cells.ts';

/** Rows that are asked for at a time. */
const BLOCK = 2_000;

/** A result as it comes. */
export interface Answer {
  readonly columns: readonly ResultColumn[];
  readonly blocks: AsyncIterable<Cell[][]>;
  /** Gives up what was not read. */
  close(): Promise<void>;
}

interface Block {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly columns: readonly ResultColumn[];
}

/** Runs a statement; answers when its first rows are there. Stops after `maxRows` rows. */
export async function streamQuery(
  client: PoolClient,
  sql: string,
  binds: readonly BindValue[],
  maxRows: number,
): Promise<Answer> {
  const cursor = client.query(
    new Cursor<(string | null)[]>(sql, [...binds], {
      rowMode: 'array',
      types: { getTypeParser: () => (text: string | null) => text },
    }),
  );
  const first = await readBlock(cursor, Math.min(BLOCK, maxRows));
  const readers = first.columns.map(({ type }) => cellReader(type));
  const cellsOf = (block: Block): Cell[][] => block.rows.map((row) => row.map((text, i) => readers[i]?.(text) ?? null));
  async function* blocks(): AsyncGenerator<Cell[][]> {
    let read = 0;
    for (let block = first; block.rows.length > 0; block = await readBlock(cursor, Math.min(BLOCK, maxRows - read))) {
      read += block.rows.length;
      yield cellsOf(block);
      if (read >= maxRows) return;
    }
  }
  return { columns: first.columns, blocks: blocks(), close: () => cursor.close() };
}

function readBlock(cursor: Cursor<(string | null)[]>, rows: number): Promise<Block> {
  return new Promise((resolve, reject) => {
    cursor.read(rows, (error, read, result) => {
      // The first rows come with what the columns are; later ones may come without.
      if (error) reject(error);
      else
        resolve({
          rows: read,
          columns: (result?.fields ?? []).map(({ name, dataTypeID }) => ({ name, type: columnType(dataTypeID) })),
        });
    });
  });
}
