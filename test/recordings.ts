import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CanonicalEvent, EventRecord } from '../main-ingest/event/event.ts';
import { toRecord } from '../main-ingest/event/record.ts';

const folder = resolve(import.meta.dirname, 'recordings');

/** Lines of a recording: the name of one in `test/recordings/`, or a path; unpacked where it ends in `.gz`. */
export function readRecording(recording: string): readonly string[] {
  const bytes = readFileSync(resolve(folder, recording));
  const text = (recording.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** Events of a canonical recording as they travel behind the edge, in the order of the file. */
export function recordedEvents(recording: string): readonly EventRecord[] {
  return readRecording(recording).map((line) => {
    const event: CanonicalEvent = JSON.parse(line);
    return toRecord(event, event.sequenceId ?? -1);
  });
}
