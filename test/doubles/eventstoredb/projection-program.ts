import { createContext, runInContext, Script } from 'node:vm';
import type { Recorded } from './event-log.ts';

interface ProjectedEvent {
  readonly streamId: string;
  readonly eventType: string;
  readonly sequenceNumber: number;
  readonly data: unknown;
}

type Handlers = Readonly<Record<string, (state: unknown, event?: ProjectedEvent) => unknown>>;

/** Longest that some events may take; the server stops a handler after 250 ms, which a busy machine may take for anything. */
const LONGEST_MS = 3_000;
const AT_ONCE = 100;

/** States by partition: one for all under the empty name, or one a stream. */
export type States = Map<string, unknown>;

/**
 * A projection's JavaScript as far as `fromCategory(…)[.foreachStream()].when(…)` and `fromAll().when(…)` go: a handler by event type, or `$any`;
 * `$init` for the first state. What it is given and gives is plain JSON.
 */
export class ProjectionProgram {
  readonly #context = createContext({});
  /** What it reads from; all streams where it names none. */
  category: string | undefined;
  #handlers: Handlers = {};
  #byStream = false;

  /** @throws SyntaxError */
  constructor(source: string) {
    const when = (byStream: boolean) => (handlers: Handlers) => {
      this.#handlers = handlers;
      this.#byStream = byStream;
    };
    this.#context.fromCategory = (category: string) => {
      this.category = category;
      return { when: when(false), foreachStream: () => ({ when: when(true) }) };
    };
    this.#context.fromAll = () => ({ when: when(false) });
    new Script(source).runInContext(this.#context, { timeout: LONGEST_MS });
  }

  /** Folds events into states. @throws what a handler throws, or that it does not end */
  fold(events: readonly Recorded[], states: States): void {
    const { category } = this;
    const isOwn = ({ stream }: Recorded): boolean => stream.includes('-') && stream.split('-')[0] === category;
    const own = category === undefined ? events : events.filter(isOwn);
    for (let at = 0; at < own.length; at += AT_ONCE) {
      this.#context.run = () => {
        for (const event of own.slice(at, at + AT_ONCE)) this.#handle(event, states);
      };
      runInContext('run()', this.#context, { timeout: LONGEST_MS });
    }
  }

  #handle({ stream, type, revision, data }: Recorded, states: States): void {
    const handler = this.#handlers[type] ?? this.#handlers.$any;
    if (handler === undefined) return;
    const key = this.#byStream ? stream : '';
    const before = states.has(key) ? states.get(key) : (this.#handlers.$init?.({}) ?? {});
    const event = { streamId: stream, eventType: type, sequenceNumber: revision, data: parsed(data) };
    states.set(key, handler(before, event) ?? before);
  }
}

function parsed(data: Uint8Array): unknown {
  return JSON.parse(Buffer.from(data).toString());
}
