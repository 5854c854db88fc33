import { setImmediate } from 'node:timers/promises';
import { type DuckDBResult, type DuckDBVector, ResultReturnType } from '@duckdb/node-api';
import { BlockPacker } from './block-packer.ts';
import { clockColumns } from './clock-columns.ts';
import { uniqueNames } from './column-names.ts';
import { cellReader, columnType } from './duckdb-cells.ts';
import type { Cell, QueryOptions, QueryResult } from './metrics.ts';
import { PackedResult } from './packed-result.ts';
import { ResultRoom } from './result-room.ts';

/** What was read of a result, and when its first rows were there. */
export type Read = Pick<QueryResult, 'columns' | 'rowCount' | 'blocks' | 'truncated' | 'bytes'> & {
  readonly executedAt: number;
};

/** Reading gives way to other questions after so many milliseconds. */
const SLICE_MS = 8;

/** Packs the first rows of a result, as many as there is room for. @throws what `options.signal` was aborted with */
export async function readResult(result: DuckDBResult, sql: string, options: QueryOptions): Promise<Read> {
  let chunk = await result.fetchChunk();
  const executedAt = performance.now();
  const columns = columnsOf(result, sql);
  const readers = result.columnTypes().map((type, i) => cellReader(type, columns[i]?.type ?? 'text'));
  const rows = new BlockPacker(columns);
  const room = new ResultRoom(columns, options);
  let truncated = false;
  let sliceEnds = performance.now() + SLICE_MS;
  while (chunk !== null && chunk.rowCount > 0) {
    const { rowCount } = chunk;
    const vectors = columns.map((_, column) => chunk?.getColumnVector(column));
    for (let from = 0; from < rowCount && !truncated; ) {
      const count = Math.min(room.step, rowCount - from);
      const cells = vectors.map((vector, column) => cellsOf(vector, readers[column], from, count));
      const before = room.bytes;
      const taken = room.take(cells, count);
      rows.add(cells, taken, room.bytes - before);
      truncated = taken < count;
      from += count;
      // Rows may be large: who asks for little meanwhile is answered between them.
      if (performance.now() < sliceEnds) continue;
      await setImmediate();
      options.signal?.throwIfAborted();
      sliceEnds = performance.now() + SLICE_MS;
    }
    chunk = truncated ? null : await result.fetchChunk();
  }
  return { columns, rowCount: rows.rows, blocks: rows.end(), truncated, bytes: room.bytes, executedAt };
}

/**
 * Whether a result that was read to its last row came to its end. One that is streamed ends without a word where the query
 * was interrupted or fails on its way: its error is kept where only this shows.
 */
export function isWhole(result: DuckDBResult): boolean {
  return result.returnType !== ResultReturnType.INVALID;
}

/** @param started when work on the query began, @param parsed when it was ready to run; milliseconds */
export function packed({ executedAt, ...answer }: Read, started: number, parsed: number): QueryResult {
  const transferMs = performance.now() - executedAt;
  return new PackedResult({
    ...answer,
    timing: { parseMs: parsed - started, executeMs: executedAt - parsed, transferMs },
  });
}

function cellsOf(
  vector: DuckDBVector | undefined,
  reader: ReturnType<typeof cellReader> | undefined,
  from: number,
  count: number,
): Cell[] {
  return Array.from({ length: count }, (_, row) => reader?.(vector?.getItem(from + row) ?? null) ?? null);
}

function columnsOf(result: DuckDBResult, sql: string): QueryResult['columns'] {
  const types = result.columnTypes();
  const isClock = clockColumns(sql, types.length);
  return uniqueNames(result.columnNames()).map((name, i) => {
    const type = types[i];
    return { name, type: type === undefined ? 'text' : columnType(type, isClock(i)) };
  });
}
