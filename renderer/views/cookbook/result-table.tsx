import { useMemo, useState } from 'react';
import { isNumeric, isTime } from '../../../main-ingest/contract/column-type.ts';
import type { CellValue, RecipeChart, RecipeColumn } from '../../../main-ingest/contract/cookbook.ts';
import { fieldsOf } from '../../../main-ingest/contract/delimited-text.ts';
import { useAddress } from '../../address/address.ts';
import { inUnit, share } from '../../format/number.ts';
import { dayAndTime } from '../../format/time.ts';
import { type Column, VirtualTable } from '../../table/virtual-table.tsx';
import { toast } from '../../toast/toast.ts';
import { gamesOf } from './opens.ts';
import styles from './result.module.css';
import type { Answer } from './runs.ts';

interface Placed {
  readonly index: number;
  readonly cells: readonly CellValue[];
}

interface ResultTableProps {
  readonly answer: Answer;
  readonly columns: readonly RecipeColumn[];
  readonly chart: RecipeChart;
  readonly opens: string | null;
}

const SAMPLED = 60;
const LETTER = 7.1;
/** All digits are as wide as the widest. */
const DIGIT = 8.3;
const MOST_PLACED = 2_000;
const NO_CELLS: readonly CellValue[] = [];

/** The rows of an answer, however many; Enter opens the games that a row counts. */
export function ResultTable({ answer, columns, chart, opens }: ResultTableProps) {
  const { open } = useAddress();
  const [focused, setFocused] = useState(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows only grow; the first and the last decide
  const shown = useMemo(
    () => tableColumns(answer.columns, columns, chart, [...answer.rows.first(SAMPLED), ...answer.rows.last(SAMPLED)]),
    [answer.rows, answer.columns, columns, chart, answer.rows.count > 0, answer.complete],
  );
  // The same row is the same object, so that it is drawn once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer has other rows
  const placed = useMemo(() => new Map<number, Placed>(), [answer.rows]);
  const rowAt = (index: number): Placed => {
    const known = placed.get(index);
    if (known) return known;
    if (placed.size > MOST_PLACED) placed.clear();
    const row = { index, cells: answer.rows.at(index) ?? NO_CELLS };
    placed.set(index, row);
    return row;
  };
  const openRow = ({ cells }: Placed) => {
    const q = gamesOf(opens, answer.columns, cells);
    if (q !== undefined) open('/games', { q });
  };
  const copy = () => {
    const row = answer.rows.at(focused);
    if (!row || !document.getSelection()?.isCollapsed) return false;
    void navigator.clipboard.writeText(fieldsOf(row, { separator: '\t' })).then(() => toast('Row copied'));
    return true;
  };
  return (
    <VirtualTable
      label="Result"
      columns={shown}
      count={answer.rowCount}
      itemAt={(index) => (index < answer.rows.count ? { kind: 'row', row: rowAt(index) } : { kind: 'waiting' })}
      rowKey={({ index }) => String(index)}
      focused={focused}
      onFocus={setFocused}
      {...(opens === null ? {} : { onOpen: openRow })}
      keys={{ 'list-copy': copy }}
    />
  );
}

type Form = (cell: CellValue) => string;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  double: 'number',
  timestamp: 'time, UTC',
  datetime: 'time, no zone',
};
/** From here on a number is written with an exponent. */
const MOST_DIGITS = 1e15;

function tableColumns(
  columns: Answer['columns'],
  known: readonly RecipeColumn[],
  chart: RecipeChart,
  sample: ReadonlyArray<readonly CellValue[]>,
): Column<Placed>[] {
  return columns.map(({ name, type }, place) => {
    const recipe = known.find((column) => column.name === name);
    const unit = recipe?.unit;
    const isNumber = isNumeric({ type });
    const form = formOf(unit, type);
    const widest = Math.max(0, ...sample.map((row) => form(row[place] ?? null).length));
    const bar = unit === 'share' && chart.y.includes(name);
    const letter = isNumber || isTime({ type }) ? DIGIT : LETTER;
    const below = unit === undefined || unit === 'text' || unit === 'number' ? (TYPE_NAMES[type] ?? type) : unit;
    const width = Math.max(name.length * LETTER + 12, Math.min(widest, 60) * letter + 14 + (bar ? 54 : 0), 56);
    return {
      id: String(place),
      header: name,
      below,
      name: recipe?.help ?? recipe?.label ?? name,
      width: place === columns.length - 1 && !isNumber ? 'fill' : Math.ceil(width),
      ...(isNumber ? { align: 'right' as const } : {}),
      cell: ({ cells }) => {
        const cell = cells[place] ?? null;
        // No text looks like these two.
        if (cell === null) return <i className={styles.none}>NULL</i>;
        if (cell === '') return <i className={styles.none}>EMPTY</i>;
        if (!bar || typeof cell !== 'number') return form(cell);
        return (
          <span className={styles.share}>
            <i>
              <i style={{ width: `${Math.min(1, Math.max(0, cell)) * 100}%` }} />
            </i>
            {form(cell)}
          </span>
        );
      },
    };
  });
}

function formOf(unit: RecipeColumn['unit'] | undefined, type: Answer['columns'][number]['type']): Form {
  if (isTime({ type })) {
    // What is no instant, or none that a Date knows, is shown as it is.
    const isShort = (text: string) => unit && type === 'timestamp' && !Number.isNaN(Date.parse(text));
    return (cell) => (typeof cell !== 'string' ? cellText(cell) : isShort(cell) ? dayAndTime(cell) : instant(cell));
  }
  if (unit === undefined || unit === 'text' || unit === 'time') return cellText;
  if (unit === 'share') return (cell) => (typeof cell === 'number' ? share(cell) : cellText(cell));
  const isWhole = type === 'integer';
  return (cell) =>
    typeof cell !== 'number' || (isWhole && Math.abs(cell) >= MOST_DIGITS) ? cellText(cell) : inUnit(cell, unit);
}

/** `2026-10-01 09:30:00.5` of an ISO text with microseconds or finer. */
function instant(text: string): string {
  return text
    .replace('T', ' ')
    .replace(/(\.\d*?)0*Z?$/, '$1')
    .replace(/\.?Z?$/, '');
}

/** A cell as it is, every digit of it. */
function cellText(cell: CellValue): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'object' ? cell.map(cellText).join(', ') : String(cell);
}
