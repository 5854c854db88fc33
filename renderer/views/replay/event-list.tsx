// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one; a list's own elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus, its rows are its active descendants
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the keys
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useId, useMemo, useRef } from 'react';
import type { StepBrief } from '../../../main-ingest/contract/replay.ts';
import { money, signed } from '../../format/number.ts';
import { useFocusKeys } from '../../keys/use-keys.ts';
import { nextRow } from '../../table/next-row.ts';
import { EventIcon } from './event-icon.tsx';
import styles from './event-list.module.css';
import { EVENT_KINDS, type EventKind, type EventRow, eventRows, isEventKind, rowOf } from './event-rows.ts';
import { sentenceParts } from './step-words.ts';
import { Parts } from './words.tsx';

interface EventListProps {
  readonly steps: readonly StepBrief[];
  readonly step: number;
  readonly kind: EventKind;
  readonly setKind: (kind: EventKind) => void;
  readonly go: (step: number) => void;
}

const ROW = 24;

/** Every event of the game under its round; the current one stays in the middle. */
export function EventList({ steps, step, kind, setKind, go }: EventListProps) {
  const id = useId();
  const rows = useMemo(() => eventRows(steps, kind), [steps, kind]);
  const current = rowOf(rows, step);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 6,
    useFlushSync: false,
  });
  const height = virtual.scrollRect?.height ?? 0;
  useEffect(() => {
    if (current >= 0 && height > 0) scroll.current?.scrollTo({ top: (current + 0.5) * ROW - height / 2 });
  }, [current, height]);

  const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 200) / ROW) - 2);
  const move = (by: number) => {
    const next = nextRow(current, by, rows.length, (index) => rows[index]?.kind === 'round');
    const row = next === undefined ? undefined : rows[next];
    if (row?.kind === 'step') go(row.brief.step);
  };
  const onKeyDown = useFocusKeys('lists', {
    'list-up': () => move(-1),
    'list-down': () => move(1),
    'list-page-up': () => move(-page),
    'list-page-down': () => move(page),
  });
  return (
    <section className={styles.events} aria-label="Events">
      <header className={styles.head}>
        <h3>
          Events <span>around step {step}</span>
        </h3>
        <select
          aria-label="Types of events"
          value={kind}
          onChange={({ target }) => isEventKind(target.value) && setKind(target.value)}
        >
          {Object.entries(EVENT_KINDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </header>
      <div
        ref={scroll}
        className={styles.list}
        role="listbox"
        aria-label="Events of the game"
        aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
        data-keys="lists"
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <Row
                  key={index}
                  id={`${id}-${index}`}
                  row={row}
                  start={start}
                  current={index === current}
                  count={rows.length}
                  index={index}
                  go={go}
                />
              )
            );
          })}
        </div>
      </div>
    </section>
  );
}

interface RowProps {
  readonly id: string;
  readonly row: EventRow;
  readonly start: number;
  readonly current: boolean;
  readonly index: number;
  readonly count: number;
  readonly go: (step: number) => void;
}

const Row = memo(function Row({ id, row, start, current, index, count, go }: RowProps) {
  const style = { transform: `translateY(${start}px)` };
  if (row.kind === 'round') {
    return (
      <div role="presentation" className={styles.round} style={style}>
        <b>Ante {row.ante}</b> {row.blindName ?? 'before the first blind'}
        {row.round > 0 && <span>round {row.round}</span>}
      </div>
    );
  }
  const { brief, earned } = row;
  return (
    <div
      id={id}
      role="option"
      aria-selected={current}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={styles.event}
      data-type={brief.eventType}
      style={style}
      title={brief.sentence}
      onClick={() => go(brief.step)}
    >
      <code>{brief.step}</code>
      <EventIcon eventType={brief.eventType} />
      <span className={styles.sentence}>
        <Parts parts={sentenceParts(brief.sentence, brief.cards)} />
      </span>
      {earned !== 0 ? (
        <span className={styles.earned}>{signed(earned, money)}</span>
      ) : (
        <span className={styles.confidence}>{brief.confidence?.toFixed(2)}</span>
      )}
    </div>
  );
});
