import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { EventRecord } from '../event/event.ts';
import { usToTimestamp } from '../event/record.ts';
import { ID_BYTES, unpackId } from './event-ids.ts';
import { HistoryError, type RecordedEvent } from './history.ts';
import type { Placed } from './places.ts';

/**
 * How a run of events of one stream is kept: `BWR2`, a CRC-32 of all that follows and of the run's stream, place and ids, which
 * are kept beside it; a line of JSON with a column a field, then the `data` texts one after the other, compressed from
 * {@link COMPRESS_FROM} bytes on. Runs of an older workbench begin without the first eight bytes.
 */
interface Columns {
  readonly v: 1;
  readonly types: TextColumn;
  readonly sessions: TextColumn;
  readonly sources: TextColumn;
  readonly correlations: TextColumn;
  /** Each less its place in the run: zeros, or a constant, in a game without gaps. */
  readonly sequences: readonly number[];
  readonly schemas: readonly number[];
  /** Microseconds since the event before; the first since 1970. */
  readonly times: readonly number[];
  /** Timestamps that were not sent as `usToTimestamp` writes them, by place. */
  readonly timestamps: ReadonlyArray<readonly [place: number, text: string]>;
  /** Length of each `data`, in UTF-16 units. */
  readonly lengths: readonly number[];
}

/** Distinct values, and which of them each event has; without places all have the first. */
type TextColumn = readonly [values: readonly string[], places?: readonly number[]];

/** A run shorter than this is kept as it is: making a compressor costs 30 µs, and small runs are merged soon. */
const COMPRESS_FROM = 2048;

/** Bounds of one run: reading one event of a stream costs at most this much. */
export const RUN_EVENTS = 1024;
const RUN_CHARACTERS = 2 ** 20;

/** Cuts events into runs within the bounds; an event over the bound makes a run of its own. */
export function* cutRuns<E extends EventRecord>(events: readonly E[]): Generator<readonly E[]> {
  let start = 0;
  let characters = 0;
  for (const [place, event] of events.entries()) {
    characters += event.data.length;
    if (place > start && (place - start === RUN_EVENTS || characters > RUN_CHARACTERS)) {
      yield events.slice(start, place);
      start = place;
      characters = event.data.length;
    }
  }
  if (start < events.length) yield events.slice(start);
}

/** Where a run stands: its stream, the revision of its first event, and the packed ids of all of them. */
export interface RunPlace {
  readonly stream: string;
  readonly first: number;
  readonly ids: Buffer;
}

const SEAL = Buffer.from('BWR2', 'latin1');
export const SEAL_BYTES = SEAL.length + 4;

/**
 * @param level zstd's: 1 while a game is running, {@link MERGED_LEVEL} for what stays
 */
export function encodeRun(events: readonly EventRecord[], level: number, place: RunPlace): Buffer {
  let before = 0;
  const columns: Columns = {
    v: 1,
    types: textColumn(events, (event) => event.eventType),
    sessions: textColumn(events, (event) => event.sessionId),
    sources: textColumn(events, (event) => event.source),
    correlations: textColumn(events, (event) => event.correlationId),
    sequences: events.map((event, place) => event.sequenceId - place),
    schemas: events.map((event) => event.schemaVersion),
    times: events.map(({ timestampUs }) => {
      const passed = timestampUs - before;
      before = timestampUs;
      return passed;
    }),
    timestamps: events.flatMap(({ timestamp, timestampUs }, place) =>
      usToTimestamp(timestampUs) === timestamp ? [] : [[place, timestamp] as const],
    ),
    lengths: events.map((event) => event.data.length),
  };
  const text = `${JSON.stringify(columns)}\n${events.map((event) => event.data).join('')}`;
  if (text.length < COMPRESS_FROM) return sealed(Buffer.from(text), place);
  return sealed(zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: level } }), place);
}

function sealed(body: Buffer, place: RunPlace): Buffer {
  const checksum = Buffer.allocUnsafe(4);
  checksum.writeUInt32LE(checksumOf(body, place));
  return Buffer.concat([SEAL, checksum, body]);
}

function checksumOf(body: Buffer, { stream, first, ids }: RunPlace): number {
  return crc32(body, crc32(ids, crc32(`${stream}\n${first}\n`)));
}

/** What a person is told of a part of the history that is not as it was written. */
export function damaged(
  { stream, first }: Pick<RunPlace, 'stream' | 'first'>,
  why: string,
  cause?: unknown,
): HistoryError {
  const message =
    `The history of ${stream} is damaged on the disk from its event ${first} on: ${why}. All else can be read. ` +
    'Stop the workbench; `npm run doctor` lists all that is damaged; put back history.sqlite from a backup, or `npm run doctor -- --repair` goes on without what cannot be read';
  return new HistoryError('DAMAGED', message, { retry: true, cause });
}

/** Level for merged runs: 18 % smaller than level 1 at 5 µs an event; level 19 would save 9 % more at 100 µs. */
export const MERGED_LEVEL = 9;

/**
 * The events of a run.
 * @throws HistoryError `DAMAGED` when it is not as it was written
 */
export function decodeRun(block: Buffer, place: RunPlace): RecordedEvent[] {
  let events: RecordedEvent[];
  try {
    events = decoded(bodyOf(block, place), place);
  } catch (cause) {
    if (cause instanceof HistoryError) throw cause;
    throw damaged(place, 'it cannot be unpacked', cause);
  }
  if (events.length * ID_BYTES !== place.ids.length) throw damaged(place, 'its events and their ids are not as many');
  return events;
}

function bodyOf(block: Buffer, place: RunPlace): Buffer {
  if (!block.subarray(0, SEAL.length).equals(SEAL)) return block;
  const body = block.subarray(SEAL_BYTES);
  if (block.readUInt32LE(SEAL.length) !== checksumOf(body, place)) throw damaged(place, 'its checksum is another');
  return body;
}

function decoded(body: Buffer, { stream, first, ids }: RunPlace): RecordedEvent[] {
  const text = (isCompressed(body) ? zstdDecompressSync(body) : body).toString();
  const end = text.indexOf('\n');
  const columns: Columns = JSON.parse(text.slice(0, end));
  const odd = new Map(columns.timestamps);
  let at = end + 1;
  let timestampUs = 0;
  return columns.lengths.map((length, place) => {
    const data = text.slice(at, at + length);
    at += length;
    timestampUs += columns.times[place] ?? 0;
    return {
      eventId: unpackId(ids, place),
      eventType: textAt(columns.types, place),
      timestamp: odd.get(place) ?? usToTimestamp(timestampUs),
      timestampUs,
      sessionId: textAt(columns.sessions, place),
      sequenceId: (columns.sequences[place] ?? 0) + place,
      schemaVersion: columns.schemas[place] ?? 1,
      source: textAt(columns.sources, place),
      correlationId: textAt(columns.correlations, place),
      data,
      stream,
      revision: first + place,
    };
  });
}

/** Id and place in its game of each event of a run; of a damaged run the ids alone. */
export function placesOf(block: Buffer, place: RunPlace): Placed[] {
  try {
    return decodeRun(block, place);
  } catch {
    const { ids } = place;
    return Array.from({ length: ids.length / ID_BYTES }, (_, at) => ({ eventId: unpackId(ids, at), sequenceId: -1 }));
  }
}

/** Zstandard's magic number, 0xFD2FB528; JSON can't begin with it. */
function isCompressed(block: Buffer): boolean {
  return block.length >= 4 && block.readUInt32LE(0) === 0xfd2fb528;
}

function textColumn(events: readonly EventRecord[], of: (event: EventRecord) => string): TextColumn {
  const values = new Map<string, number>();
  const places = events.map((event) => {
    const value = of(event);
    const known = values.get(value);
    if (known !== undefined) return known;
    values.set(value, values.size);
    return values.size - 1;
  });
  return values.size > 1 ? [[...values.keys()], places] : [[...values.keys()]];
}

function textAt([values, places]: TextColumn, place: number): string {
  return values[places?.[place] ?? 0] ?? '';
}
