import { ChevronDown, X } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { ScopeValues } from '../../main-ingest/contract/scope.ts';
import { useScope } from '../address/address.ts';
import { spanMs } from '../address/scope.ts';
import { dayAndMinute, dayAndTime } from '../format/time.ts';
import styles from './bar.module.css';

const SPANS = ['30m', '1h', '6h', '24h', '6d', '30d'] as const;

const UNIT_WORDS: Readonly<Record<string, string>> = { m: 'minutes', h: 'hours', d: 'days' };

function spanWords(span: string): string {
  const number = span.slice(0, -1);
  const unit = UNIT_WORDS[span.slice(-1)] ?? '';
  return `Last ${number} ${number === '1' ? unit.slice(0, -1) : unit}`;
}

/** `2026-10-01T09:30` as a `datetime-local` field has it, read as UTC. */
const toField = (iso: string | undefined) => iso?.slice(0, 16) ?? '';
const fromField = (text: string) => (text === '' ? undefined : new Date(`${text}Z`).toISOString());

/** The time part of the scope: that of a game's start. */
export function TimePill({ values }: { readonly values: ScopeValues }) {
  const { address, set } = useScope();
  const { from, to, last } = address;
  const isSet = from !== undefined || to !== undefined || last !== undefined;
  const words =
    last !== undefined && spanMs(last) !== undefined
      ? spanWords(last)
      : from === undefined && to === undefined
        ? 'all'
        : `${from ? dayAndMinute(from) : 'start'} – ${to ? dayAndMinute(to) : 'now'}`;
  const clear = () => set({ from: undefined, to: undefined, last: undefined });
  return (
    <span className={styles.pill} data-set={isSet || undefined}>
      <DialogTrigger>
        <Button className={styles.open ?? ''}>
          {isSet ? '' : 'Time '}
          <b>{words}</b> <ChevronDown size={13} aria-hidden />
        </Button>
        <Popover className={styles.popover ?? ''} placement="bottom start">
          <Dialog aria-label="Time of the games in scope">
            {({ close }) => (
              <>
                <button
                  type="button"
                  className={styles.preset}
                  aria-pressed={!isSet}
                  onClick={() => {
                    clear();
                    close();
                  }}
                >
                  All time
                </button>
                {SPANS.map((span) => (
                  <button
                    key={span}
                    type="button"
                    className={styles.preset}
                    aria-pressed={last === span}
                    onClick={() => {
                      set({ last: span, from: undefined, to: undefined });
                      close();
                    }}
                  >
                    {spanWords(span)}
                  </button>
                ))}
                <div className={styles.custom}>
                  <label htmlFor="scope-from">From</label>
                  <input
                    id="scope-from"
                    type="datetime-local"
                    value={toField(from)}
                    onChange={(event) => set({ from: fromField(event.target.value), last: undefined })}
                  />
                  <label htmlFor="scope-to">To</label>
                  <input
                    id="scope-to"
                    type="datetime-local"
                    value={toField(to)}
                    onChange={(event) => set({ to: fromField(event.target.value), last: undefined })}
                  />
                  <p>
                    By the start of a game, UTC. “Last” counts back from the newest game
                    {values.last ? `, ${dayAndTime(values.last)}` : ''}.
                  </p>
                </div>
              </>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isSet && (
        <button type="button" className={styles.clear} aria-label="Clear time" onClick={clear}>
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
