// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one; a table's own elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, its rows are its active descendants
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { useFocusKeys } from '../keys/use-keys.ts';
import { nextRow } from './next-row.ts';
import styles from './virtual-table.module.css';

export interface Column<Row> {
  readonly id: string;
  /** What stands over the column. */
  readonly header: string;
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

const FILL_AT_LEAST = 74;
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
    return columns.map(({ id: columnId, header, cell }) =>
      helper.display({ id: columnId, header, cell: ({ row }) => cell(row.original) }),
    );
  }, [columns]);
  const items = places.map((place) => itemAt(place.index));
  const shown = items.flatMap((item) => (item.kind === 'row' ? [item.row] : []));
  const visibility = useMemo(
    () => Object.fromEntries((props.hidden ?? []).map((name) => [name, false])),
    [props.hidden],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: shown,
    getRowId: rowKey,
    state: { columnVisibility: visibility },
  });
  const tableRows = table.getRowModel().rowsById;
  const visible = columns.filter((column) => visibility[column.id] !== false);
  const template = visible.map(({ width }) => (width === 'fill' ? 'minmax(120px, 1fr)' : `${width}px`)).join(' ');

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
      <div className={styles.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }}>
        {visible.map((column) => (
          <HeaderCell key={column.id} column={column} {...pick(props.sort, props.onSort)} />
        ))}
      </div>
      <div className={styles.body} role="presentation" style={{ height: rows.getTotalSize(), minWidth }}>
        {places.map((place, at) => {
          const item = items[at];
          const style = {
            transform: `translateY(${place.start}px)`,
            height: place.size,
            gridTemplateColumns: template,
          };
          if (item?.kind === 'heading')
            return (
              <div
                key={`heading ${place.index}`}
                role="row"
                aria-rowindex={place.index + 2}
                className={styles.heading}
                style={style}
              >
                <div role="gridcell" aria-colspan={visible.length}>
                  {item.content}
                </div>
              </div>
            );
          if (item?.kind !== 'row')
            return (
              <div
                key={`waiting ${place.index}`}
                role="row"
                aria-rowindex={place.index + 2}
                className={styles.row}
                style={style}
              >
                <div role="gridcell" aria-colspan={visible.length} className={styles.waiting} aria-label="Loading" />
              </div>
            );
          const key = rowKey(item.row);
          return (
            <div
              key={key}
              id={`${id}-${key}`}
              role="row"
              aria-rowindex={place.index + 2}
              aria-selected={onSelect ? (props.selected?.has(key) ?? false) : undefined}
              className={styles.row}
              data-focused={place.index === focused || undefined}
              data-selected={props.selected?.has(key) || undefined}
              style={style}
              onClick={() => {
                onFocus(place.index);
                props.onPointed?.(item.row);
              }}
              onDoubleClick={() => onOpen?.(item.row)}
            >
              {tableRows[key]?.getVisibleCells().map((cell, column) => (
                <div
                  key={cell.id}
                  role="gridcell"
                  className={styles.cell}
                  data-align={visible[column]?.align}
                  data-mono={visible[column]?.mono || undefined}
                >
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
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
        (column.heading ?? column.header)
      )}
    </div>
  );
}
