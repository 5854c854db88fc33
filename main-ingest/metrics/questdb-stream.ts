import type { PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import { clockColumns } from './clock-columns.ts';
import { uniqueNames } from './column-names.ts';
import type { BindValue, Cell, ResultColumn } from './metrics.ts';
import { cellReader, columnType } from './questdb-cells.ts';
import { asText, mayHaveNanoseconds, nanosecondColumns } from './questdb-nanoseconds.ts';
import { withoutEnd } from './statement-text.ts';

/** Rows that are asked for at a time. */
const BLOCK = 2_000;

/** A column, and whether its times have nanoseconds. */
export type AnswerColumn = ResultColumn & { readonly nanoseconds?: boolean };

/** A result as it comes. */
export interface Answer {
  readonly columns: readonly AnswerColumn[];
  readonly blocks: AsyncIterable<Cell[][]>;
  /** Gives up what was not read. */
  close(): Promise<void>;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

interface Block {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly fields: readonly Field[];
}

/** Types of points of time on the wire. */
const TIMES: ReadonlySet<number> = new Set([1114, 1184]);

/**
 * Runs a statement; answers when its first rows are there. Stops after `maxRows` rows.
 * @param stop looked at between blocks: a query that waits to be read on does not hear the server's own cancellation
 */
export async function streamQuery(
  client: PoolClient,
  sql: string,
  binds: readonly BindValue[],
  maxRows: number,
  stop: AbortSignal,
): Promise<Answer> {
  const opened = await open(client, sql, binds, maxRows);
  const { fields } = opened.first;
  const times = fields.flatMap(({ name, dataTypeID }, place) => (TIMES.has(dataTypeID) ? [{ name, place }] : []));
  if (times.length === 0 || !mayHaveNanoseconds(sql)) {
    return answerOf(opened, columnsOf(sql, fields, new Set()), maxRows, stop);
  }
  await opened.cursor.close();
  const names = fields.map(({ name }) => name);
  const text = withoutEnd(sql);
  const finer = await nanosecondColumns(client, text, binds, times);
  const again = await open(client, finer.size === 0 ? sql : asText(text, names, finer), binds, maxRows);
  return answerOf(again, columnsOf(sql, fields, finer), maxRows, stop);
}

interface Opened {
  readonly cursor: Cursor<(string | null)[]>;
  readonly first: Block;
}

async function open(client: PoolClient, sql: string, binds: readonly BindValue[], maxRows: number): Promise<Opened> {
  const cursor = client.query(
    new Cursor<(string | null)[]>(sql, [...binds], {
      rowMode: 'array',
      types: { getTypeParser: () => (text: string | null) => text },
    }),
  );
  return { cursor, first: await readBlock(cursor, Math.min(BLOCK, maxRows)) };
}

function columnsOf(sql: string, fields: readonly Field[], finer: ReadonlySet<number>): AnswerColumn[] {
  const isClock = clockColumns(sql, fields.length);
  const names = uniqueNames(fields.map(({ name }) => name));
  return fields.map(({ name, dataTypeID }, place) => ({
    name: names[place] ?? name,
    type: columnType(dataTypeID, isClock(place)),
    ...(finer.has(place) && { nanoseconds: true }),
  }));
}

function answerOf(
  { cursor, first }: Opened,
  columns: readonly AnswerColumn[],
  maxRows: number,
  stop: AbortSignal,
): Answer {
  const readers = columns.map(({ type }) => cellReader(type));
  const cellsOf = (block: Block): Cell[][] => block.rows.map((row) => row.map((text, i) => readers[i]?.(text) ?? null));
  async function* blocks(): AsyncGenerator<Cell[][]> {
    let read = 0;
    for (let block = first; block.rows.length > 0; block = await readBlock(cursor, Math.min(BLOCK, maxRows - read))) {
      stop.throwIfAborted();
      read += block.rows.length;
      yield cellsOf(block);
      if (read >= maxRows) return;
    }
  }
  return { columns, blocks: blocks(), close: () => cursor.close() };
}

function readBlock(cursor: Cursor<(string | null)[]>, rows: number): Promise<Block> {
  return new Promise((resolve, reject) => {
    cursor.read(rows, (error, read, result) => {
      // The first rows come with what the columns are; later ones may come without.
      if (error) reject(error);
      else resolve({ rows: read, fields: result?.fields ?? [] });
    });
  });
}
