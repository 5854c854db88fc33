import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { streamOf } from '../../../main-ingest/event/stream.ts';

interface ProjectedEvent {
  readonly streamId: string;
  readonly eventType: string;
  readonly sequenceNumber: number;
  readonly data: unknown;
}

type Handler = (state: unknown, event?: ProjectedEvent) => unknown;
type Handlers = Readonly<Record<string, Handler>>;

/**
 * Runs a projection's JavaScript as EventStoreDB does, as far as `fromCategory(…).foreachStream().when(…)` goes: each
 * event's handler by type, or `$any`; `$init` for the first state, one for all or one a stream. Numbers and keys go
 * through JSON, as a state does between two events.
 */
export function runProjection(source: string, events: readonly EventRecord[]): unknown {
  let state: unknown;
  const fromCategory = (category: string) => {
    const run = (handlers: Handlers, partition: (stream: string) => string) => {
      const states = new Map<string, unknown>();
      const revisions = new Map<string, number>();
      for (const event of events) {
        const streamId = streamOf(event);
        if (streamId.split('-')[0] !== category) continue;
        const sequenceNumber = revisions.get(streamId) ?? 0;
        revisions.set(streamId, sequenceNumber + 1);
        const { eventType } = event;
        const handler = handlers[eventType] ?? handlers.$any;
        if (handler === undefined) continue;
        const key = partition(streamId);
        const before = states.has(key) ? states.get(key) : (handlers.$init?.({}) ?? {});
        const projected = { streamId, eventType, sequenceNumber, data: JSON.parse(event.data) };
        states.set(key, JSON.parse(JSON.stringify(handler(before, projected) ?? before)));
      }
      return states;
    };
    return {
      when: (handlers: Handlers) => {
        state = run(handlers, () => '').get('');
      },
      foreachStream: () => ({
        when: (handlers: Handlers) => {
          state = Object.fromEntries(run(handlers, (stream) => stream));
        },
      }),
    };
  };
  new Function('fromCategory', source)(fromCategory);
  return state;
}
