import type { EventRecord } from '../event/event.ts';
import { streamOf } from '../event/stream.ts';
import { HistoryError } from './history.ts';

/**
 * The events of each stream, in their order.
 * @throws HistoryError `NO_STREAM` naming an event whose stream can't be told
 */
export function byStream(events: readonly EventRecord[]): Map<string, EventRecord[]> {
  const groups = new Map<string, EventRecord[]>();
  for (const event of events) {
    const stream = nameOf(event);
    const group = groups.get(stream);
    if (group === undefined) groups.set(stream, [event]);
    else group.push(event);
  }
  return groups;
}

function nameOf(event: EventRecord): string {
  try {
    return streamOf(event);
  } catch (cause) {
    const { eventId } = event;
    throw new HistoryError('NO_STREAM', 'The event names no stream: its data is not JSON', {
      retry: false,
      eventId,
      cause,
    });
  }
}
