import { BACKWARDS, END, type EventStoreDBClient, StreamNotFoundError } from '@eventstore/db-client';
import { EventStoreAddress } from './eventstoredb-address.ts';
import { ANSWER_MS, asServerError, connect, nodeOf, readEvents, serverVersion, within } from './eventstoredb-client.ts';
import { explained } from './eventstoredb-diagnosis.ts';
import { toIndexed } from './eventstoredb-events.ts';
import { type Confirmed, EventStoreIndex } from './eventstoredb-index.ts';
import { EventStoreReader } from './eventstoredb-reader.ts';
import { behind, EventStoreWriter, isBehind, type Retention } from './eventstoredb-writer.ts';
import type { HistoryError, HistoryWriter } from './history.ts';
import { ProjectionKeeper } from './projections/projection-keeper.ts';

export type { Retention } from './eventstoredb-writer.ts';

/** Where a history in EventStoreDB or KurrentDB is. Plain data: it is handed to threads. */
export interface EventStoreOptions {
  /** An {@link EventStoreAddress} as text. */
  readonly url: string;
  /** File of what the workbench remembers of the server beside it. */
  readonly index: string;
  /** Seconds that events are kept (`$maxAge`); without it for ever. It is set when a stream begins. */
  readonly retention?: Retention;
  /** What the streams' names begin with on the server: keeps workbenches apart that share one. None by default. */
  readonly prefix?: string;
  /**
   * Whether the server may be another one than what is remembered was learnt from, as one that is moved to. Where it lacks
   * what it should have, all is forgotten then, and learnt anew.
   */
  readonly mayBeOther?: boolean;
  /** Longest wait for an answer, in milliseconds. */
  readonly answerMs?: number;
}

/**
 * Connects for writing. One a thread; the thread is replaced when `onPoisoned` is called.
 * @throws HistoryError `UNAVAILABLE`, `TIMEOUT`, … with `retry: true`; `SERVER_BEHIND` when the server has lost events
 */
export async function openEventStoreHistory(
  { url, index: file, retention = {}, prefix = '', mayBeOther = false, answerMs = ANSWER_MS }: EventStoreOptions,
  onPoisoned: (error: HistoryError) => void,
): Promise<HistoryWriter> {
  const address = new EventStoreAddress(url);
  const client = connect(address, { leader: true });
  const index = new EventStoreIndex(file);
  try {
    try {
      await checkNewest(client, index, prefix, answerMs);
    } catch (error) {
      if (!mayBeOther || !isBehind(error)) throw error;
      index.forget();
    }
    if (!index.complete) await fill(client, index, prefix, answerMs);
    const node = await nodeOf(client);
    const version = await serverVersion(address, node);
    const writer = new EventStoreWriter(client, index, { retention, prefix, answerMs, onPoisoned, node, version });
    // They go by the names of streams without a prefix; a server that runs none is as good a history.
    const projections = prefix === '' ? new ProjectionKeeper(client, answerMs) : undefined;
    return observed(writer, address, projections);
  } catch (error) {
    index.close();
    await client.dispose();
    throw await explained(asServerError(error), address);
  }
}

/** The writer, with what is seen of its server. */
function observed(
  writer: EventStoreWriter,
  address: EventStoreAddress,
  projections: ProjectionKeeper | undefined,
): HistoryWriter {
  return {
    version: writer.version,
    checkpoint: () => writer.checkpoint(),
    hasLostPlace: writer.hasLostPlace,
    append: (events, next) => writer.append(events, next),
    observation: () => ({
      ...projections?.observation(),
      ...(address.isCluster && writer.node !== undefined && { address: writer.node }),
    }),
    close: () => {
      projections?.close();
      return writer.close();
    },
  };
}

/** Connects for reading, in any thread but the writer's. */
export async function openEventStoreHistoryReader(options: EventStoreOptions): Promise<EventStoreReader> {
  const { url, index, prefix = '', answerMs = ANSWER_MS } = options;
  return new EventStoreReader(connect(new EventStoreAddress(url)), new EventStoreIndex(index), { prefix, answerMs });
}

/** Whether the server answers, and still has the end of the stream that was written last. */
async function checkNewest(
  client: EventStoreDBClient,
  index: EventStoreIndex,
  prefix: string,
  answerMs: number,
): Promise<void> {
  const newest = index.newest() ?? 'learning-metrics';
  const reading = client.readStream(`${prefix}${newest}`, { fromRevision: END, direction: BACKWARDS, maxCount: 1 });
  reading.on('error', () => {});
  try {
    const { value } = await within(answerMs, 'a read', reading[Symbol.asyncIterator]().next());
    // Nothing where all events have expired.
    const revision = value?.event?.revision;
    if (revision !== undefined && Number(revision) + 1 < (index.find(newest)?.events ?? 0)) throw behind(newest);
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
    if (index.find(newest) !== undefined) throw behind(newest);
  } finally {
    reading.cancel().catch(() => {});
  }
}

/** Events that are taken into the index at once. */
const FILLED_AT_ONCE = 5000;

/** Fills a new index with what the server holds, which another data folder may have written. */
async function fill(
  client: EventStoreDBClient,
  index: EventStoreIndex,
  prefix: string,
  answerMs: number,
): Promise<void> {
  index.clear();
  let runs = new Map<string, { first: number; events: Confirmed['events'][number][] }>();
  let waiting = 0;
  const confirm = () => {
    index.confirm(
      [...runs].map(([stream, run]) => ({ stream, ...run })),
      undefined,
    );
    runs = new Map();
    waiting = 0;
  };
  for await (const read of readEvents(client.readAll(), answerMs)) {
    const { streamId, type, revision } = read;
    if (streamId.startsWith('$') || type.startsWith('$') || !streamId.startsWith(prefix)) continue;
    const stream = streamId.slice(prefix.length);
    const run = runs.get(stream);
    const event = toIndexed(read);
    if (run !== undefined && run.first + run.events.length !== Number(revision)) confirm();
    const open = runs.get(stream);
    if (open === undefined) runs.set(stream, { first: Number(revision), events: [event] });
    else open.events.push(event);
    waiting += 1;
    if (waiting >= FILLED_AT_ONCE) confirm();
  }
  confirm();
  index.markComplete();
}
