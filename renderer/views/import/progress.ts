import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';

/** What all imports that belong together come to: those under way, and those that ended while they were. */
export interface Overall {
  readonly share: number | null;
  readonly active: boolean;
  readonly paused: boolean;
  readonly events: number;
  readonly games: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly elapsedMs: number;
  /** Null while it cannot be told. */
  readonly leftMs: number | null;
  readonly eventsPerSecond: number | null;
}

export function isActive(job: ImportJob): boolean {
  return job.state === 'reading' || job.state === 'paused' || job.state === 'waiting';
}

/** Milliseconds from the start of a job to its end or now. */
export function runningMs(job: ImportJob, now: number): number {
  return Math.max(0, (job.endedAt ? Date.parse(job.endedAt) : now) - Date.parse(job.startedAt));
}

/** Milliseconds that a job still takes at its present pace; null while that cannot be told. */
export function leftMs(job: ImportJob, now: number): number | null {
  const running = runningMs(job, now);
  if (job.state !== 'reading' || job.bytes === null || job.bytesRead === 0 || running < 1_000) return null;
  return (running / job.bytesRead) * Math.max(0, job.bytes - job.bytesRead);
}

/** @param waitingBytes size of the files whose import has not begun */
export function overall(jobs: readonly ImportJob[], waitingBytes: number, now: number): Overall {
  const activeJobs = jobs.filter(isActive);
  const active = activeJobs.length > 0 || waitingBytes > 0;
  const since = Math.min(...activeJobs.map((job) => Date.parse(job.startedAt)));
  const together = active
    ? jobs.filter((job) => isActive(job) || (job.endedAt !== null && Date.parse(job.endedAt) >= since))
    : jobs;
  const sum = (of: (job: ImportJob) => number) => together.reduce((total, job) => total + of(job), 0);
  const sized = together.filter((job) => job.state !== 'cancelled' && job.state !== 'failed');
  const bytes = sized.reduce((total, job) => total + (job.bytes ?? job.bytesRead), 0) + waitingBytes;
  const read = sized.reduce((total, job) => total + job.bytesRead, 0);
  const began = Math.min(...together.map((job) => Date.parse(job.startedAt)));
  const ended = active ? now : Math.max(...together.map((job) => Date.parse(job.endedAt ?? job.startedAt)));
  const elapsedMs = together.length === 0 ? 0 : Math.max(0, ended - began);
  const events = sum((job) => job.events);
  return {
    share: bytes > 0 ? Math.min(1, read / bytes) : null,
    active,
    paused: activeJobs.length > 0 && activeJobs.every((job) => job.state === 'paused'),
    events,
    // A file that was here already brings no games.
    games: sum((job) => (job.events > 0 ? job.games : 0)),
    duplicates: sum((job) => job.duplicates),
    rejected: sum((job) => job.rejectedCount),
    elapsedMs,
    leftMs: active && read > 0 && elapsedMs > 1_000 ? (elapsedMs / read) * (bytes - read) : null,
    eventsPerSecond: elapsedMs > 0 ? (events / elapsedMs) * 1000 : null,
  };
}
