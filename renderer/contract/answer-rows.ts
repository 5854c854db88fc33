import { isNumeric, nearestNumber } from '../../main-ingest/contract/column-type.ts';
import type { CellValue, QueryOutput } from '../../main-ingest/contract/cookbook.ts';

/**
 * One row of an answer, read by the names of its columns. A cell of another type than asked for is null; a number with more
 * digits than a float64 has is the nearest one.
 */
export interface AnswerRow {
  number(column: string): number | null;
  text(column: string): string | null;
}

/** The rows of a recipe's answer. `rowsOf(answer.data).map((row) => row.number('win_rate'))` */
export function rowsOf(output: Pick<QueryOutput, 'columns' | 'rows'> | undefined): AnswerRow[] {
  if (!output) return [];
  const places = new Map(output.columns.map(({ name }, index) => [name, index]));
  return output.rows.map((row) => {
    const cell = (column: string): CellValue | undefined => row[places.get(column) ?? -1];
    return {
      number: (column) => {
        const place = places.get(column);
        const isNumber = place !== undefined && isNumeric(output.columns[place] ?? { type: 'text' });
        return isNumber ? nearestNumber(cell(column)) : null;
      },
      text: (column) => {
        const value = cell(column);
        return typeof value === 'string' ? value : null;
      },
    };
  });
}
