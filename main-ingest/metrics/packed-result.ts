import { type CellBlock, eachRow } from '../contract/cell-block.ts';
import type { Cell, QueryResult } from './metrics.ts';

/** What a result is made of: passes from thread to thread as it is. */
export type ResultParts = Omit<QueryResult, 'rows'>;

/** A result whose rows are made when they are first asked for. */
export class PackedResult implements QueryResult {
  readonly columns: QueryResult['columns'];
  readonly blocks: readonly CellBlock[];
  readonly rowCount: number;
  readonly truncated: boolean;
  readonly bytes: number;
  readonly timing: QueryResult['timing'];
  #rows: ReadonlyArray<readonly Cell[]> | undefined;

  constructor({ columns, blocks, rowCount, truncated, bytes, timing }: ResultParts) {
    this.columns = columns;
    this.blocks = blocks;
    this.rowCount = rowCount;
    this.truncated = truncated;
    this.bytes = bytes;
    this.timing = timing;
  }

  get rows(): ReadonlyArray<readonly Cell[]> {
    this.#rows ??= [...eachRow(this.columns, this.blocks)];
    return this.#rows;
  }
}
