import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventLog, Recorded } from './event-log.ts';

/** What of a group's settings the double honours. */
export interface GroupSettings {
  readonly maxRetryCount: number;
  readonly messageTimeoutMs: number;
  /** First revision that is sent. */
  readonly startFrom: number;
}

/** Whoever reads for a group. */
export interface Consumer {
  readonly bufferSize: number;
  send(event: Recorded, retries: number): void;
  /** The group was deleted. */
  drop(): void;
}

interface InFlight {
  readonly event: Recorded;
  readonly retries: number;
  readonly consumer: Consumer;
  readonly timer: NodeJS.Timeout;
}

interface SavedGroup {
  readonly stream: string;
  readonly name: string;
  readonly settings: GroupSettings;
  readonly next: number;
  readonly parked: readonly number[];
}

/** A group of consumers that share a stream: each event goes to one, until one has acknowledged it. */
export class Group {
  readonly stream: string;
  readonly name: string;
  readonly settings: GroupSettings;
  readonly #log: EventLog;
  readonly #save: () => void;
  readonly #consumers: Consumer[] = [];
  readonly #inFlight = new Map<string, InFlight>();
  #retrying: Array<{ readonly event: Recorded; readonly retries: number }> = [];
  #parked: number[];
  #next: number;

  constructor(saved: SavedGroup, log: EventLog, save: () => void) {
    this.stream = saved.stream;
    this.name = saved.name;
    this.settings = saved.settings;
    this.#log = log;
    this.#save = save;
    this.#next = saved.next;
    this.#parked = [...saved.parked];
  }

  /** What a start after a kill goes on from: what was sent and not acknowledged is sent again. */
  saved(): SavedGroup {
    const { stream, name, settings } = this;
    const waiting = [...this.#inFlight.values(), ...this.#retrying].map(({ event }) => event.revision);
    return { stream, name, settings, next: Math.min(this.#next, ...waiting), parked: this.#parked };
  }

  get parked(): number {
    return this.#parked.length;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  get consumers(): number {
    return this.#consumers.length;
  }

  join(consumer: Consumer): void {
    this.#consumers.push(consumer);
    this.pump();
  }

  leave(consumer: Consumer): void {
    const place = this.#consumers.indexOf(consumer);
    if (place >= 0) this.#consumers.splice(place, 1);
    for (const each of [...this.#inFlight.values()]) if (each.consumer === consumer) this.retry(each.event.id);
  }

  /** Sends what there is to consumers that have room. */
  pump(): void {
    for (const consumer of this.#consumers) {
      const room = () =>
        [...this.#inFlight.values()].filter((each) => each.consumer === consumer).length < consumer.bufferSize;
      while (room()) {
        const due = this.#take();
        if (due === undefined) return;
        const { id } = due.event;
        const timer = setTimeout(() => this.retry(id), this.settings.messageTimeoutMs);
        this.#inFlight.set(id, { ...due, consumer, timer });
        consumer.send(due.event, due.retries);
      }
    }
  }

  acknowledge(id: string): void {
    this.#settle(id);
    this.pump();
  }

  /** Sends it again, or parks it when that was tried often enough. */
  retry(id: string): void {
    const found = this.#inFlight.get(id);
    if (found === undefined) return;
    if (found.retries >= this.settings.maxRetryCount) {
      this.park(id);
      return;
    }
    this.#settle(id);
    this.#retrying.push({ event: found.event, retries: found.retries + 1 });
    this.pump();
  }

  park(id: string): void {
    const found = this.#inFlight.get(id);
    if (found !== undefined) this.#parked.push(found.event.revision);
    this.#settle(id);
    this.pump();
  }

  replayParked(): void {
    const events = this.#log.visible(this.stream).filter(({ revision }) => this.#parked.includes(revision));
    this.#parked = [];
    this.#retrying.push(...events.map((event) => ({ event, retries: 0 })));
    this.#save();
    this.pump();
  }

  drop(): void {
    for (const { timer } of this.#inFlight.values()) clearTimeout(timer);
    for (const consumer of this.#consumers) consumer.drop();
  }

  #take() {
    const retrying = this.#retrying.shift();
    if (retrying !== undefined) return retrying;
    const event = this.#log.visible(this.stream).find(({ revision }) => revision >= this.#next);
    if (event === undefined) return undefined;
    this.#next = event.revision + 1;
    return { event, retries: 0 };
  }

  #settle(id: string): void {
    clearTimeout(this.#inFlight.get(id)?.timer);
    this.#inFlight.delete(id);
    this.#save();
  }
}

/** All groups, kept in a file beside the events. */
export class Groups {
  readonly #log: EventLog;
  readonly #file: string;
  readonly #groups = new Map<string, Group>();

  constructor(folder: string, log: EventLog) {
    this.#log = log;
    this.#file = join(folder, 'groups.json');
    for (const saved of readSaved(this.#file)) this.#add(saved);
    log.onWritten((events) => {
      const streams = new Set(events.map(({ stream }) => stream));
      for (const group of this.#groups.values()) if (streams.has(group.stream)) group.pump();
    });
  }

  find(stream: string, name: string): Group | undefined {
    return this.#groups.get(`${stream}::${name}`);
  }

  all(): readonly Group[] {
    return [...this.#groups.values()];
  }

  create(stream: string, name: string, settings: GroupSettings): void {
    this.#add({ stream, name, settings, next: settings.startFrom, parked: [] });
    this.#save();
  }

  delete(group: Group): void {
    this.#groups.delete(`${group.stream}::${group.name}`);
    group.drop();
    this.#save();
  }

  #add(saved: SavedGroup): void {
    this.#groups.set(`${saved.stream}::${saved.name}`, new Group(saved, this.#log, () => this.#save()));
  }

  #save(): void {
    writeFileSync(this.#file, JSON.stringify(this.all().map((group) => group.saved())));
  }
}

function readSaved(file: string): readonly SavedGroup[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
