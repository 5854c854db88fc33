import { FolderOpen, Pause, Play, Upload, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';
import { useAddress } from '../../address/address.ts';
import { engine } from '../../contract/engine.ts';
import { useFollow } from '../../contract/follow.ts';
import { Button } from '../../control/button.tsx';
import { count, duration, share } from '../../format/number.ts';
import { useBarNote } from '../../frame/bar-note.ts';
import { KeyCap } from '../../keys/key-cap.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { Panel } from '../../panel/panel.tsx';
import { FileRows } from './file-rows.tsx';
import styles from './import.module.css';
import { JobSummary } from './job-summary.tsx';
import { isActive, type Overall, overall } from './progress.ts';
import { RejectedLines } from './rejected-lines.tsx';
import { forget, importFiles, useWaitingFiles } from './upload.ts';

/** Recordings on their way in: how far, what was refused and why, what came of them. */
export function View() {
  const { search, set } = useAddress();
  const { value } = useFollow((signal) => engine.recordings.watch(undefined, { signal }), 'recordings');
  const jobs = value ?? [];
  const waiting = useWaitingFiles();
  const [chosenId, setChosenId] = useState<string>();
  const chosen = jobs.find((job) => job.id === chosenId) ?? jobs.find(isActive) ?? jobs[0];
  const now = useTick(jobs.some(isActive));
  const chooser = useRef<HTMLInputElement>(null);
  useBarNote('Live events go first; the import takes what is left');

  const choose = () => chooser.current?.click();
  useKeys('everywhere', { import: choose });
  const wanted = search.choose !== undefined;
  useEffect(() => {
    if (!wanted) return;
    set({ choose: undefined }, { replace: true });
    chooser.current?.click();
  }, [wanted, set]);

  const waitingBytes = waiting.reduce((sum, file) => sum + file.size, 0);
  const state = overall(jobs, waitingBytes, now);
  const none = jobs.length === 0 && waiting.length === 0;
  return (
    <div className={styles.import} data-alone={chosen === undefined || undefined}>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Recordings to import"
        accept=".jsonl,.ndjson,.json,.gz"
        onChange={(event) => {
          void importFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <div className={styles.left}>
        {!none && <Total state={state} jobs={jobs} waiting={waiting} />}
        <Panel title="Files" about={fileWords(jobs, waiting.length)} flush tools={<Kept />}>
          <FileRows jobs={jobs} waiting={waiting} chosen={chosen?.id} choose={setChosenId} now={now} />
          <button type="button" className={styles.drop} onClick={choose}>
            <Upload size={15} aria-hidden /> Drop {none ? 'files' : 'more files'} or a folder here, or{' '}
            <KeyCap keys="Ctrl+o" />
          </button>
          {none && (
            <p className={styles.formats}>
              <FolderOpen size={14} aria-hidden /> The workbench’s events as .jsonl or .jsonl.gz, and BalatroBot’s runs.
              The format is found from the first line; what comes twice counts once.
            </p>
          )}
        </Panel>
        {chosen && chosen.rejectedCount > 0 && <RejectedLines job={chosen} />}
      </div>
      {chosen && <JobSummary job={chosen} now={now} />}
    </div>
  );
}

function Kept() {
  return <span className={styles.kept}>A cancelled file keeps what is in; import it again and it goes on</span>;
}

function fileWords(jobs: readonly ImportJob[], waiting: number): string {
  const words: Readonly<Record<ImportJob['state'], string>> = {
    done: 'done',
    reading: 'running',
    paused: 'paused',
    waiting: 'waiting',
    cancelled: 'cancelled',
    failed: 'refused',
  };
  const states = ['done', 'reading', 'paused', 'waiting', 'cancelled', 'failed'] as const;
  return states
    .map(
      (state) =>
        [jobs.filter((job) => job.state === state).length + (state === 'waiting' ? waiting : 0), words[state]] as const,
    )
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(', ');
}

interface TotalProps {
  readonly state: Overall;
  readonly jobs: readonly ImportJob[];
  readonly waiting: readonly File[];
}

function Total({ state, jobs, waiting }: TotalProps) {
  const active = jobs.filter(isActive);
  const pauseAll = () => {
    for (const { id } of active)
      void (state.paused ? engine.recordings.resume({ id }) : engine.recordings.pause({ id }));
  };
  const cancelAll = () => {
    forget(waiting);
    for (const { id } of active) void engine.recordings.cancel({ id });
  };
  const percent = state.share === null ? undefined : state.share * 100;
  return (
    <section className={styles.total} aria-label="All files">
      <header>
        <b>{state.active ? share(state.share) : 'All in'}</b>
        <span>
          {state.paused
            ? `paused, ${duration(state.elapsedMs)} so far`
            : state.active
              ? `${state.leftMs === null ? '' : `about ${duration(state.leftMs)} to go, `}${duration(state.elapsedMs)} so far`
              : ''}
        </span>
        {state.active && (
          <>
            <Button onPress={pauseAll}>
              {state.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
              {state.paused ? 'Go on' : 'Pause'}
            </Button>
            <Button onPress={cancelAll}>
              <X size={14} aria-hidden /> Cancel all
            </Button>
          </>
        )}
      </header>
      <progress max={100} value={state.active ? percent : 100} aria-label="All files" />
      <p>
        <span>
          <b>{count(state.events)}</b> events in
        </span>
        <span>
          <b>{count(state.games)}</b> games
        </span>
        <span>
          <b>{count(state.duplicates)}</b> were here already
        </span>
        <span data-tone={state.rejected > 0 ? 'warning' : undefined}>
          <b>{count(state.rejected)}</b> rejected
        </span>
        {state.eventsPerSecond !== null && (
          <span className={styles.end}>
            <b>{count(state.eventsPerSecond)}</b> events/s
          </span>
        )}
      </p>
    </section>
  );
}

/** The time, again and again while something runs. */
function useTick(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
