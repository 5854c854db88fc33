// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one; a table's own elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, its rows are its active descendants
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef } from 'react';
import { useFocusKeys } from '../keys/use-keys.ts';
import { nextRow } from './next-row.ts';
import { HeadingRow, tableRow, WaitingRow } from './table-row.tsx';
import styles from './virtual-table.module.css';

export interface Column<Row> {
  readonly id: string;
  /** What stands over the column. */
  readonly header: string;
  /** A second, quiet line of the header: the type or unit. */
  readonly below?: string;
  /** Drawn in its place, a scale for example; `header` remains its name. */
  readonly heading?: ReactNode;
  /** The header is for screen readers only: the cells say what they are. */
  readonly plain?: boolean;
  /** Its name in the columns' menu, where the header is short. */
  readonly name?: string;
  /** Pixels; `fill` takes what is left. */
  readonly width: number | 'fill';
  readonly align?: 'right';
  readonly mono?: boolean;
  /** Can be sorted by, under this name. */
  readonly sort?: string;
  readonly cell: (row: Row) => ReactNode;
}

/** A place in the list: a row, a heading over rows, or a row that is still on its way. */
export type Item<Row> =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'heading'; readonly content: ReactNode }
  | { readonly kind: 'waiting' };

interface VirtualTableProps<Row> {
  readonly label: string;
  /** The view's main list: it has the keys until something else is chosen. */
  readonly takesFocus?: boolean;
  readonly columns: readonly Column<Row>[];
  /** Ids of columns that are not shown. */
  readonly hidden?: readonly string[];
  readonly count: number;
  /** Must be cheap: only the places in sight are asked for. */
  readonly itemAt: (index: number) => Item<Row>;
  readonly rowKey: (row: Row) => string;
  readonly sort?: { readonly key: string; readonly descending: boolean };
  readonly onSort?: (key: string) => void;
  /** Place that the keys are on; -1 for none. */
  readonly focused: number;
  readonly onFocus: (index: number) => void;
  /** A row was pointed at, as against reached by keys. */
  readonly onPointed?: (row: Row) => void;
  readonly onOpen?: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (row: Row) => void;
  /** More actions of the key group `lists` on the focused row: compare, bookmark, copy. */
  readonly keys?: Readonly<Record<string, () => unknown>>;
  /** First and last place in sight, whenever they change: what to load. */
  readonly onRange?: (first: number, last: number) => void;
  readonly rowHeight?: number;
}

const FILL_AT_LEAST = 80;
const NO_ROWS: never[] = [];
const features = tableFeatures({ columnVisibilityFeature });

/**
 * A list of any length: only the rows in sight are in the page. Arrow keys move, Enter opens, Space selects.
 *
 * `<VirtualTable label="Games" columns={columns} count={n} itemAt={(i) => ({ kind: 'row', row: rows[i] })} … />`
 */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { label, columns, count, itemAt, rowKey, focused, onFocus, onOpen, onSelect, rowHeight = 27 } = props;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    useFlushSync: false,
  });
  const places = rows.getVirtualItems();
  const first = places[0]?.index ?? 0;
  const last = places.at(-1)?.index ?? 0;
  const { onRange } = props;
  useEffect(() => onRange?.(first, last), [onRange, first, last]);

  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map(({ id: columnId, header }) => helper.display({ id: columnId, header }));
  }, [columns]);
  const visibility = useMemo(
    () => Object.fromEntries((props.hidden ?? []).map((name) => [name, false])),
    [props.hidden],
  );
  // Rows are as many as anything and are not the table's: it keeps the columns.
  const table = useTable({ features, columns: definitions, data: NO_ROWS, state: { columnVisibility: visibility } });
  const shown = table
    .getVisibleLeafColumns()
    .map((column) => column.id)
    .join('\n');
  const visible = useMemo(() => {
    const ids = new Set(shown.split('\n'));
    return columns.filter((column) => ids.has(column.id));
  }, [columns, shown]);
  const template = visible
    .map(({ width }) => (width === 'fill' ? `minmax(${FILL_AT_LEAST}px, 1fr)` : `${width}px`))
    .join(' ');
  const minWidth = visible.reduce((sum, { width }) => sum + (width === 'fill' ? FILL_AT_LEAST : width), 0);

  const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 300) / rowHeight) - 2);
  const move = (by: number) => {
    const next = nextRow(focused, by, count, (index) => itemAt(index).kind === 'heading');
    if (next === undefined) return;
    onFocus(next);
    rows.scrollToIndex(next, { align: 'auto' });
  };
  const focusedItem = focused >= 0 && focused < count ? itemAt(focused) : undefined;
  const focusedRow = focusedItem?.kind === 'row' ? focusedItem.row : undefined;
  const onKeyDown = useFocusKeys('lists', {
    'list-up': () => move(-1),
    'list-down': () => move(1),
    'list-page-up': () => move(-page),
    'list-page-down': () => move(page),
    'list-first': () => move(Number.NEGATIVE_INFINITY),
    'list-last': () => move(Number.POSITIVE_INFINITY),
    ...(onOpen ? { 'list-open': () => focusedRow && onOpen(focusedRow) } : {}),
    ...(onSelect ? { 'list-select': () => focusedRow && onSelect(focusedRow) } : {}),
    ...props.keys,
  });

  const takesFocus = props.takesFocus ?? false;
  useEffect(() => {
    if (takesFocus && (document.activeElement === document.body || document.activeElement === null))
      scroll.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  // Handlers that stay the same, so that rows need not be drawn again for them.
  const latest = useRef(props);
  latest.current = props;
  const click = useCallback((index: number, row: Row) => {
    latest.current.onFocus(index);
    latest.current.onPointed?.(row);
  }, []);
  const openRow = useCallback((row: Row) => latest.current.onOpen?.(row), []);
  const TableRow = useMemo(() => tableRow<Row>(), []);

  return (
    <div
      ref={scroll}
      className={styles.table}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={visible.length}
      aria-multiselectable={onSelect ? true : undefined}
      aria-activedescendant={focusedRow ? `${id}-${rowKey(focusedRow)}` : undefined}
      data-keys="lists"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => focused < 0 && move(1)}
    >
      <div
        className={styles.head}
        role="row"
        aria-rowindex={1}
        data-tall={visible.some(({ below }) => below !== undefined) || undefined}
        style={{ gridTemplateColumns: template, minWidth }}
      >
        {visible.map((column) => (
          <HeaderCell key={column.id} column={column} {...pick(props.sort, props.onSort)} />
        ))}
      </div>
      <div className={styles.body} role="presentation" style={{ height: rows.getTotalSize(), minWidth }}>
        {places.map(({ index, start, size: height }) => {
          const place = { index, start, height, template };
          const item = itemAt(index);
          if (item.kind === 'heading')
            return (
              <HeadingRow key={`heading ${index}`} place={place} columns={visible.length}>
                {item.content}
              </HeadingRow>
            );
          if (item.kind === 'waiting')
            return <WaitingRow key={`waiting ${index}`} place={place} columns={visible.length} />;
          const key = rowKey(item.row);
          return (
            <TableRow
              key={key}
              id={`${id}-${key}`}
              row={item.row}
              columns={visible}
              place={place}
              focused={index === focused}
              selected={onSelect ? (props.selected?.has(key) ?? false) : undefined}
              onClick={click}
              onOpen={openRow}
            />
          );
        })}
      </div>
    </div>
  );
}

function pick<T>(sort: T | undefined, onSort: ((key: string) => void) | undefined) {
  return { ...(sort ? { sort } : {}), ...(onSort ? { onSort } : {}) };
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort?: { readonly key: string; readonly descending: boolean };
  readonly onSort?: (key: string) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const sorted = column.sort !== undefined && sort?.key === column.sort;
  const key = column.sort;
  return (
    <div
      role="columnheader"
      className={styles.cell}
      data-align={column.align}
      data-sorted={sorted || undefined}
      aria-sort={sorted ? (sort?.descending ? 'descending' : 'ascending') : undefined}
    >
      {key !== undefined && onSort ? (
        <button
          type="button"
          onClick={() => onSort(key)}
          tabIndex={-1}
          title={`Sort by ${column.header.toLowerCase()}`}
        >
          {column.header}
          {sorted && (sort?.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
        </button>
      ) : (
        (column.heading ?? <span className={column.plain ? 'visually-hidden' : undefined}>{column.header}</span>)
      )}
      {column.below !== undefined && <small className={styles.below}>{column.below}</small>}
    </div>
  );
}
