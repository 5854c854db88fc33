import type { EventRecord } from '../event/event.ts';
import { HistoryError, type HistoryReader, type HistoryWriter } from '../history/history.ts';
import type { MigrationStep } from './migration.ts';
import type { MigrationProgress } from './migration-progress.ts';

export interface HistoryCopy {
  readonly source: HistoryReader;
  readonly writer: HistoryWriter;
  /** Events by stream that the target had before. */
  readonly held: ReadonlyMap<string, number>;
  /** Journal position that the target gets when all is there. */
  readonly checkpoint: number;
  readonly progress: MigrationProgress;
  readonly signal: AbortSignal;
  readonly onProgress: (step: MigrationStep) => void;
}

/** Bounds of what is sent at once: many streams in it are written side by side. */
const BATCH_EVENTS = 4000;
const BATCH_BYTES = 4 * 2 ** 20;

/**
 * Copies every stream in the order of its revisions, each from where the target ends, and then moves the target's checkpoint.
 * An event that the target won't take is noted, and the others go on.
 */
export async function copyHistory(copy: HistoryCopy): Promise<void> {
  const { source, writer, held, checkpoint, progress, signal, onProgress } = copy;
  const before = await writer.checkpoint();
  const streams = await source.streams();
  const total = streams.reduce((sum, [, events]) => sum + events, 0);
  let done = 0;
  let batch: EventRecord[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    signal.throwIfAborted();
    await appendAcceptable(writer, batch, before, progress);
    done += batch.length;
    onProgress({ doing: 'copying', what: 'events', done, total });
    batch = [];
    bytes = 0;
  };
  for (const [stream] of streams) {
    const from = held.get(stream) ?? 0;
    done += from;
    for await (const event of source.read(stream, { from, signal })) {
      batch.push(event);
      bytes += event.data.length;
      if (batch.length >= BATCH_EVENTS || bytes >= BATCH_BYTES) await send();
    }
  }
  await send();
  await writer.append([], checkpoint);
}

async function appendAcceptable(
  writer: HistoryWriter,
  events: readonly EventRecord[],
  checkpoint: number,
  progress: MigrationProgress,
): Promise<void> {
  for (let rest = events; ; ) {
    try {
      await writer.append(rest, checkpoint);
      return;
    } catch (error) {
      const refused = error instanceof HistoryError && !error.retry ? error.eventId : undefined;
      if (refused === undefined || !(error instanceof HistoryError)) throw error;
      progress.refuse({ eventId: refused, reason: error.message });
      rest = rest.filter(({ eventId }) => eventId !== refused);
    }
  }
}
