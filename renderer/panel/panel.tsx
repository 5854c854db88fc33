import {
  CircleAlert,
  Clock,
  Copy,
  Filter,
  Inbox,
  Pause,
  RotateCw,
  Scissors,
  TriangleAlert,
  Unplug,
  X,
} from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { Link } from '../address/link.tsx';
import { desktop } from '../contract/desktop.ts';
import { Button } from '../control/button.tsx';
import { Spinner } from '../control/spinner.tsx';
import { compact, count, duration } from '../format/number.ts';
import { ActionKey, KeyCap } from '../keys/key-cap.tsx';
import { toast } from '../toast/toast.ts';
import styles from './panel.module.css';
import { hidesContent, LONG_MS, type PanelState, QUIET_MS, READY } from './panel-state.ts';
import { Skeleton } from './skeleton.tsx';

interface PanelProps {
  /** The question that the panel answers: "Where games die". */
  readonly title: string;
  /** Measure, unit and n. */
  readonly about?: ReactNode;
  /** Tools at the right of the title; they give way to what the state says. */
  readonly tools?: ReactNode;
  /** In a narrow panel the tools show only with the pointer or the focus. */
  readonly quietTools?: boolean;
  readonly state?: PanelState;
  readonly footer?: ReactNode;
  /** Without border and visible title: it fills a place that says what it is. */
  readonly bare?: boolean;
  /** The content reaches the panel's edges (tables). */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/**
 * The frame of everything that is shown, and the only place that draws the states of `PanelState`.
 *
 * `<Panel title="Where games die" about="lost rounds by ante and blind" state={usePanelState(answer)}>…</Panel>`
 */
export function Panel(props: PanelProps) {
  const { title, about, tools, quietTools, state = READY, footer, bare, flush, className, children } = props;
  const id = useId();
  return (
    <section
      className={`${styles.panel} ${className ?? ''}`}
      aria-labelledby={id}
      data-state={state.kind}
      data-bare={bare || undefined}
    >
      <header className={bare && mark(state) === undefined ? 'visually-hidden' : styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {about !== undefined && <span className={styles.about}>{about}</span>}
        <span className={styles.tools} data-quiet={(quietTools && mark(state) === undefined) || undefined}>
          {mark(state) ?? tools}
        </span>
      </header>
      <div className={styles.body} data-flush={flush || undefined}>
        {!hidesContent(state) && (
          <div
            className={styles.content}
            data-pale={state.kind === 'stale' || undefined}
            data-ghost={state.kind === 'gone' || undefined}
            inert={state.kind === 'gone'}
          >
            {state.kind === 'loading' ? <Waiting state={state} /> : children}
          </div>
        )}
        <Message state={state} />
      </div>
      {foot(state) ?? (footer === undefined ? null : <footer className={styles.footer}>{footer}</footer>)}
    </section>
  );
}

/** The badge in the header by which a state is told from afar. */
function mark(state: PanelState): ReactNode {
  switch (state.kind) {
    case 'partial':
      return <Mark tone="quiet">{state.what}</Mark>;
    case 'stale':
      return (
        <Mark tone="warning">
          <Clock size={12} /> {state.mark ?? `as of ${state.at}`}
        </Mark>
      );
    case 'paused':
      return (
        <Mark tone="accent">
          <Pause size={12} /> Paused at {state.at}
        </Mark>
      );
    case 'gone':
      return (
        <Mark tone="failure">
          <Unplug size={12} /> Engine stopped
        </Mark>
      );
    default:
      return undefined;
  }
}

function Mark({ tone, children }: { readonly tone: string; readonly children: ReactNode }) {
  return (
    <span className={styles.mark} data-tone={tone} role="status">
      {children}
    </span>
  );
}

function foot(state: PanelState): ReactNode {
  switch (state.kind) {
    case 'stale':
      return (
        <footer className={styles.footer}>
          <TriangleAlert size={13} className={styles.warning} /> <span>{state.why}</span>
          {state.health && (
            <Link to="/health" className={styles.end}>
              Health →
            </Link>
          )}
        </footer>
      );
    case 'thin':
      return (
        <footer className={styles.footer}>
          n = {count(state.n)}: too few to say{state.of ? ` ${state.of}` : ''}
        </footer>
      );
    case 'paused':
      return (
        <footer className={styles.footer}>
          <span>{state.missed}</span>
          <button type="button" className={`${styles.link} ${styles.end}`} onClick={state.goLive}>
            Go live <ActionKey id="pause" />
          </button>
        </footer>
      );
    case 'truncated':
      return (
        <footer className={styles.footer}>
          <Scissors size={13} />
          <span>
            First {count(state.shown)}
            {state.of === undefined ? ' rows; there are more' : ` of ${compact(state.of)} rows`}
          </span>
          {state.all && (
            <button type="button" className={`${styles.link} ${styles.end}`} onClick={state.all}>
              Get all as file →
            </button>
          )}
        </footer>
      );
    default:
      return undefined;
  }
}

function Message({ state }: { readonly state: PanelState }) {
  switch (state.kind) {
    case 'empty':
      return (
        <div className={styles.message}>
          <Filter size={24} className={styles.icon} aria-hidden />
          <strong>No games match</strong>
          <p>
            {state.without === undefined ? 'None is left by ' : `${count(state.without)} match without `}
            <b>{state.filter}</b>
          </p>
          <div className={styles.actions}>
            {state.clear && <Button onPress={state.clear}>Clear {state.filter}</Button>}
            {state.clearAll && (
              <Button kind="bare" onPress={state.clearAll.run}>
                Clear all {state.clearAll.filters}
              </Button>
            )}
          </div>
        </div>
      );
    case 'nothing': {
      const { example } = state;
      return (
        <div className={styles.message}>
          <Inbox size={24} className={styles.icon} aria-hidden />
          <strong>{state.what}</strong>
          <p>{state.how}</p>
          {example !== undefined && (
            <Button onPress={() => copy(example, 'Example copied')}>
              <Copy size={13} /> Copy an example
            </Button>
          )}
        </div>
      );
    }
    case 'error':
      return <Failure state={state} />;
    case 'gone':
      return <Gone state={state} />;
    default:
      return null;
  }
}

function Failure({ state }: { readonly state: Extract<PanelState, { kind: 'error' }> }) {
  const details = `${state.what}\n${state.code} ${state.detail ?? ''}\nData: ${state.data}\nTip: ${state.tip}`;
  return (
    <div className={styles.failure} role="alert">
      <strong>
        <CircleAlert size={15} className={styles.failed} aria-hidden /> {state.what}
      </strong>
      <code>
        <b>{state.code}</b> {state.detail}
      </code>
      <dl>
        <dt>Data</dt>
        <dd>{state.data}</dd>
        <dt>Tip</dt>
        <dd>{state.tip}</dd>
      </dl>
      <div className={styles.actions}>
        {state.retry && (
          <Button onPress={state.retry}>
            <RotateCw size={13} /> Retry
          </Button>
        )}
        <Button onPress={() => copy(details, 'Details copied')}>
          <Copy size={13} /> Copy details
        </Button>
      </div>
    </div>
  );
}

function Gone({ state }: { readonly state: Extract<PanelState, { kind: 'gone' }> }) {
  const now = useNow(true);
  const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
  return (
    <div className={styles.message} role="status">
      <Spinner />
      <strong>{desktop ? 'The engine is starting again' : 'The engine does not answer'}</strong>
      <p>
        Try {state.attempt}, {seconds === 0 ? 'now' : `again in ${seconds} s`}. What was acknowledged is on disk,
        senders keep the rest
      </p>
    </div>
  );
}

function Waiting({ state }: { readonly state: Extract<PanelState, { kind: 'loading' }> }) {
  const now = useNow(true);
  const waited = now - state.since;
  if (waited < QUIET_MS) return null;
  if (waited < LONG_MS || (!state.cancel && !state.progress)) return <Skeleton shape={state.shape ?? 'text'} />;
  const { progress } = state;
  return (
    <div className={styles.message} role="status">
      <strong>
        {progress ? `${compact(progress.done)} of ${compact(progress.of)} ${progress.what} read` : 'Still reading'}
      </strong>
      <progress className={styles.progress} max={progress?.of} value={progress?.done} aria-label="Read so far" />
      <p>{duration(Math.floor(waited / 100) * 100)} so far</p>
      {state.cancel && (
        <Button onPress={state.cancel}>
          <X size={13} /> Cancel <KeyCap keys="Escape" />
        </Button>
      )}
    </div>
  );
}

function useNow(active: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => toast(said));
}
