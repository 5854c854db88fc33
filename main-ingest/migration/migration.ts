import { EventStoreAddress } from '../history/eventstoredb-address.ts';
import { type HistoryOptions, openHistoryReader, openHistoryWriter } from '../history/open.ts';
import { type MetricsOptions, openMetrics } from '../metrics/open.ts';
import { TABLES } from '../metrics/tables.ts';
import { compareHistories, type HistoryComparison } from './compare-histories.ts';
import { compareTables, type TableComparison } from './compare-tables.ts';
import { copyHistory } from './copy-history.ts';
import { copyTables } from './copy-tables.ts';
import { MigrationProgress } from './migration-progress.ts';

/** A store that is moved, and where to. */
interface Move<T> {
  readonly from: T;
  readonly to: T;
}

export interface MigrationOptions {
  /** Left out: it stays where it is. */
  readonly history?: Move<HistoryOptions>;
  readonly metrics?: Move<MetricsOptions>;
  /** What has been done is kept here until all is done, so that a migration that was ended goes on. */
  readonly progressFile: string;
  /** Whether events wait in this folder's journal, to which the stores' checkpoints then must fit. */
  readonly hasJournal: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (step: MigrationStep) => void;
}

/** How far a part of the migration is. */
export interface MigrationStep {
  readonly doing: 'copying' | 'comparing' | 'reading';
  /** `events`, or the name of a table. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** What was moved, and whether both sides now hold the same. */
export interface MigrationResult {
  readonly history?: HistoryComparison & {
    readonly checkpoint: number;
    /** Events that the target does not take. */
    readonly refused: readonly RefusedEvent[];
  };
  readonly metrics?: { readonly checkpoint: number; readonly tables: readonly TableComparison[] };
}

export interface RefusedEvent {
  readonly eventId: string;
  readonly reason: string;
}

/** A migration cannot be done as things are. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  /** What to do. */
  readonly tip: string;

  constructor(message: string, tip: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.tip = tip;
  }
}

/**
 * Copies histories and tables from one place to another, sets the checkpoints there, and compares both places. The source is
 * not changed. A migration that was ended in the middle, however that came about, goes on where it was.
 *
 * Tables are copied row by row and not made anew from the histories: they also hold what is in no history (the workbench's own
 * health, what was made by earlier rules), and their checkpoint need not be the histories' one.
 * @throws MigrationError; what the stores throw; the signal's reason
 */
export async function migrate(options: MigrationOptions): Promise<MigrationResult> {
  const progress = new MigrationProgress(options.progressFile);
  const places = await checkpoints(options);
  const result: MigrationResult = {
    ...(options.history && { history: await moveHistory(options.history, places.history, progress, options) }),
    ...(options.metrics && { metrics: await moveMetrics(options.metrics, places.metrics, progress, options) }),
  };
  progress.remove();
  return result;
}

/** Journal positions that the targets get. */
async function checkpoints({ history, metrics, hasJournal }: MigrationOptions) {
  const own = {
    history: history === undefined ? 0 : await historyCheckpoint(history.from),
    metrics: metrics === undefined ? 0 : await metricsCheckpoint(metrics.from),
  };
  // Without a journal nothing is left to deliver, also where a server's place in it is not known in this folder.
  const last = Math.max(own.history, own.metrics);
  return hasJournal ? own : { history: last, metrics: last };
}

async function moveHistory(
  { from, to }: Move<HistoryOptions>,
  checkpoint: number,
  progress: MigrationProgress,
  { signal, onProgress }: MigrationOptions,
): Promise<NonNullable<MigrationResult['history']>> {
  const source = await openHistoryReader(from);
  try {
    progress.begin('history', { from: placeOf(from), to: placeOf(to) });
    const poisoned = new AbortController();
    const writer = await openHistoryWriter(to, (error) => poisoned.abort(error));
    try {
      checkOrder('histories', checkpoint, await writer.checkpoint());
      const held = await lengthsOf(to);
      const ending = AbortSignal.any([signal, poisoned.signal]);
      await copyHistory({ source, writer, held, checkpoint, progress, signal: ending, onProgress });
    } finally {
      await writer.close();
    }
    const target = await openHistoryReader(to);
    try {
      const refused = progress.refused();
      const comparison = await compareHistories({ source, target, refused, signal, onProgress });
      return { ...comparison, checkpoint, refused };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function moveMetrics(
  { from, to }: Move<MetricsOptions>,
  position: number,
  progress: MigrationProgress,
  { signal, onProgress }: MigrationOptions,
): Promise<NonNullable<MigrationResult['metrics']>> {
  const source = await openMetrics(from);
  try {
    const target = await openMetrics(to);
    try {
      await source.reader.settled();
      const { carry } = await source.writer.checkpoint();
      checkOrder('tables', position, (await target.writer.checkpoint()).position);
      progress.begin('metrics', { from: placeOf(from), to: placeOf(to), position });
      const stores = { source: source.reader, target: target.reader };
      await copyTables({ ...stores, writer: target.writer, end: { position, carry }, progress, signal, onProgress });
      await target.reader.settled();
      const tables: TableComparison[] = [];
      for (const table of TABLES) tables.push(await compareTables({ ...stores, table, signal, onProgress }));
      return { checkpoint: position, tables };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A history's checkpoint; opening it for writing also makes its index complete. */
async function historyCheckpoint(options: HistoryOptions): Promise<number> {
  const writer = await openHistoryWriter(options, () => {});
  try {
    return await writer.checkpoint();
  } finally {
    await writer.close();
  }
}

async function metricsCheckpoint(options: MetricsOptions): Promise<number> {
  const store = await openMetrics(options);
  try {
    return (await store.writer.checkpoint()).position;
  } finally {
    await store.close();
  }
}

/** Events by stream that a target already has. Beside an open writer, which has not begun to write. */
async function lengthsOf(options: HistoryOptions): Promise<ReadonlyMap<string, number>> {
  const reader = await openHistoryReader(options);
  try {
    return new Map(await reader.streams());
  } finally {
    await reader.close();
  }
}

function checkOrder(what: string, source: number, target: number): void {
  if (target <= source) return;
  throw new MigrationError(
    `The ${what} there are newer than those here: they have the events up to ${target}, here they end at ${source}.`,
    'Migrate in the other direction, or move the newer ones away first.',
  );
}

/** Tells one place from another, for the progress. */
function placeOf(options: HistoryOptions | MetricsOptions): string {
  if (options.kind === 'sqlite' || options.kind === 'duckdb') return options.kind;
  if (options.kind === 'questdb') return `${options.kind} ${new URL(options.url).host}`;
  return `${options.kind} ${new EventStoreAddress(options.url).place} ${options.prefix ?? ''}`.trim();
}
