import {
  CircleCheck,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Pause,
  Play,
  X,
} from 'lucide-react';
import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';
import { engine } from '../../contract/engine.ts';
import { Button } from '../../control/button.tsx';
import { bytes, count, duration, share, UNKNOWN } from '../../format/number.ts';
import styles from './import.module.css';
import { leftMs, runningMs } from './progress.ts';
import { forget } from './upload.ts';

interface FileRowsProps {
  readonly jobs: readonly ImportJob[];
  readonly waiting: readonly File[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
  readonly now: number;
}

const STATES: Readonly<Record<ImportJob['state'], readonly [word: string, icon: LucideIcon, tone: string]>> = {
  waiting: ['Waiting', Hourglass, 'quiet'],
  reading: ['Running', LoaderCircle, 'accent'],
  paused: ['Paused', Pause, 'accent'],
  done: ['Done', CircleCheck, 'win'],
  cancelled: ['Cancelled', CircleSlash, 'quiet'],
  failed: ['Refused', CircleX, 'failure'],
};

/** A row a file: state, format found, read, events, games, here already, rejected, time. */
export function FileRows({ jobs, waiting, chosen, choose, now }: FileRowsProps) {
  if (jobs.length === 0 && waiting.length === 0) return null;
  return (
    <table className={styles.files}>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">File</th>
          <th scope="col">Read</th>
          <th scope="col">Events</th>
          <th scope="col">Games</th>
          <th scope="col">Here already</th>
          <th scope="col">Rejected</th>
          <th scope="col">Time</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <FileRow key={job.id} job={job} now={now} chosen={job.id === chosen} choose={() => choose(job.id)} />
        ))}
        {waiting.map((file) => (
          <tr key={`${file.name} ${file.size} ${file.lastModified}`}>
            <td>
              <State state="waiting" />
            </td>
            <td>
              <code>{file.name}</code>
              <small>{bytes(file.size)}</small>
            </td>
            <td colSpan={6} />
            <td className={styles.actions}>
              <Button kind="icon" label={`Take ${file.name} out`} onPress={() => forget([file])}>
                <X size={14} />
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FileRowProps {
  readonly job: ImportJob;
  readonly now: number;
  readonly chosen: boolean;
  readonly choose: () => void;
}

function FileRow({ job, now, chosen, choose }: FileRowProps) {
  const { id, state } = job;
  const read = job.bytes ? job.bytesRead / job.bytes : null;
  const left = leftMs(job, now);
  const running = state === 'reading' || state === 'paused' || state === 'waiting';
  return (
    <tr data-chosen={chosen || undefined} onClick={choose}>
      <td>
        <State state={state} />
      </td>
      <td>
        <button type="button" className={styles.name} onClick={choose} aria-pressed={chosen}>
          <code>{job.file.split(/[/\\]/).at(-1)}</code>
        </button>
        <small data-tone={state === 'failed' ? 'failure' : undefined}>
          {state === 'failed'
            ? job.error
            : [
                job.format === 'canonical' ? 'workbench events' : job.format,
                job.bytes === null ? undefined : bytes(job.bytes),
              ]
                .filter(Boolean)
                .join(' · ')}
        </small>
      </td>
      <td>
        {state === 'failed' && job.bytesRead === 0 ? (
          'not read'
        ) : (
          <span className={styles.read}>
            <progress max={1} value={read ?? undefined} data-state={state} aria-label={`${job.file} read`} />{' '}
            {share(read)}
          </span>
        )}
      </td>
      <td>{count(job.events)}</td>
      <td>{count(job.games)}</td>
      <td>{count(job.duplicates)}</td>
      <td data-tone={job.rejectedCount > 0 ? 'warning' : undefined}>{count(job.rejectedCount)}</td>
      <td>
        {left !== null ? `${duration(left)} left` : state === 'waiting' ? UNKNOWN : duration(runningMs(job, now))}
      </td>
      <td className={styles.actions}>
        {running && (
          <>
            {state === 'paused' ? (
              <Button kind="icon" label="Go on" onPress={() => void engine.recordings.resume({ id })}>
                <Play size={14} />
              </Button>
            ) : (
              <Button kind="icon" label="Pause" onPress={() => void engine.recordings.pause({ id })}>
                <Pause size={14} />
              </Button>
            )}
            <Button kind="icon" label="Cancel" onPress={() => void engine.recordings.cancel({ id })}>
              <X size={14} />
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

function State({ state }: { readonly state: ImportJob['state'] }) {
  const [word, Icon, tone] = STATES[state];
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon size={14} aria-hidden /> {word}
    </span>
  );
}
