// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one; a table's own elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, its rows are its active descendants
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
import { memo, type ReactNode } from 'react';
import styles from './virtual-table.module.css';
import type { Column } from './virtual-table.tsx';

/** Where a row stands in the list, and how its columns are laid out. */
export interface RowPlace {
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly height: number;
  readonly template: string;
}

interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly place: RowPlace;
  readonly focused: boolean;
  /** Undefined where rows cannot be selected. */
  readonly selected: boolean | undefined;
  readonly onClick: (index: number, row: Row) => void;
  readonly onOpen: (row: Row) => void;
}

function styleOf({ start, height, template }: RowPlace) {
  return { transform: `translateY(${start}px)`, height, gridTemplateColumns: template };
}

function TableRow<Row>({ id, row, columns, place, focused, selected, onClick, onOpen }: TableRowProps<Row>) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={place.index + 2}
      aria-selected={selected}
      className={styles.row}
      data-focused={focused || undefined}
      data-selected={selected || undefined}
      style={styleOf(place)}
      onClick={() => onClick(place.index, row)}
      onDoubleClick={() => onOpen(row)}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={styles.cell}
          data-align={column.align}
          data-mono={column.mono || undefined}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/**
 * A row that is drawn again only when something of it changed: while a list scrolls, only those that come into sight are.
 * One is made for each kind of row, by {@link tableRow}.
 */
export function tableRow<Row>() {
  return memo(TableRow<Row>, (before, after) => {
    const { place: was, ...others } = before;
    const { place: is, ...now } = after;
    return sameFields({ ...others, ...was }, { ...now, ...is });
  });
}

function sameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(a).every((name) => a[name] === b[name]);
}

interface WideRowProps {
  readonly place: RowPlace;
  readonly columns: number;
  readonly children: ReactNode;
}

/** A heading over rows. */
export function HeadingRow({ place, columns, children }: WideRowProps) {
  return (
    <div role="row" aria-rowindex={place.index + 2} className={styles.heading} style={styleOf(place)}>
      <div role="gridcell" aria-colspan={columns}>
        {children}
      </div>
    </div>
  );
}

/** A row that is on its way. */
export function WaitingRow({ place, columns }: Omit<WideRowProps, 'children'>) {
  return (
    <div role="row" aria-rowindex={place.index + 2} className={styles.row} style={styleOf(place)}>
      <div role="gridcell" aria-colspan={columns} className={styles.waiting} aria-label="Loading" />
    </div>
  );
}
