import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventLog } from './event-log.ts';
import { ProjectionProgram, type States } from './projection-program.ts';

/** What the server brings itself, stopped. The double makes no streams of links; it only knows whether they would be. */
const SYSTEM = ['$by_category', '$by_correlation_id', '$by_event_type', '$stream_by_category', '$streams'];

/** A source, and the place in the log from which on it holds. */
interface Version {
  readonly from: number;
  readonly source: string;
}

interface Saved {
  readonly name: string;
  readonly enabled: boolean;
  readonly versions: readonly Version[];
}

/** A projection that is computed when it is asked. */
export class Projection {
  readonly name: string;
  enabled: boolean;
  versions: readonly Version[];
  /** Why it stopped. */
  fault = '';
  /** Its source is no JavaScript: it cannot be asked for, nor can a list that it is in. */
  isBroken = false;
  /** Whether it reads what `$by_category` links. */
  byCategory = false;
  readonly #log: EventLog;
  #states: States = new Map();
  #position = 0;

  constructor({ name, enabled, versions }: Saved, log: EventLog) {
    this.name = name;
    this.enabled = enabled;
    this.versions = versions;
    this.#log = log;
    this.#parse();
  }

  get status(): string {
    if (this.fault !== '') return 'Faulted (Enabled)';
    return this.enabled ? 'Running' : 'Stopped';
  }

  /** Takes in what was written since, each event by the source that held then. */
  advance(): void {
    const { length } = this.#log.all;
    if (!this.enabled || this.fault !== '') return;
    for (const [place, { from, source }] of this.versions.entries()) {
      const until = Math.min(length, this.versions[place + 1]?.from ?? length);
      if (source === '' || until < Math.max(from, this.#position)) continue;
      try {
        const program = new ProjectionProgram(source);
        program.fold(this.#log.all.slice(Math.max(from, this.#position), until), this.#states);
        this.#position = until;
      } catch (error) {
        this.fault = error instanceof Error ? error.message : String(error);
        return;
      }
    }
  }

  state(partition: string): unknown {
    return this.#states.get(partition) ?? {};
  }

  /** The source holds for what is written from now on. */
  update(source: string): void {
    this.advance();
    this.versions = [...this.versions, { from: this.#log.all.length, source }];
    this.fault = '';
    this.#parse();
  }

  #parse(): void {
    try {
      const program = new ProjectionProgram(this.versions.at(-1)?.source ?? '');
      this.byCategory = program.category !== undefined;
      this.isBroken = false;
    } catch {
      this.isBroken = true;
    }
  }

  /** Computed again from the first event on. */
  reset(): void {
    this.versions = this.versions.slice(-1).map(({ source }) => ({ from: 0, source }));
    this.#states = new Map();
    this.#position = 0;
    this.fault = '';
  }
}

/** All projections, kept in a file beside the events. */
export class Projections {
  readonly #log: EventLog;
  readonly #file: string;
  readonly #all = new Map<string, Projection>();

  constructor(folder: string, log: EventLog) {
    this.#log = log;
    this.#file = join(folder, 'projections.json');
    for (const saved of readSaved(this.#file)) this.#all.set(saved.name, new Projection(saved, log));
  }

  find(name: string): Projection | undefined {
    return this.#all.get(name);
  }

  all(): readonly Projection[] {
    return [...this.#all.values()];
  }

  create(name: string, source: string): void {
    const versions = [{ from: 0, source }];
    this.#all.set(name, new Projection({ name, enabled: true, versions }, this.#log));
    this.save();
  }

  delete(name: string): void {
    this.#all.delete(name);
    this.save();
  }

  /** Brings one up to date; those over a category see nothing while `$by_category` is stopped. */
  advance(projection: Projection): void {
    if (!projection.byCategory || this.find('$by_category')?.enabled) projection.advance();
  }

  save(): void {
    const saved = this.all().map(({ name, enabled, versions }): Saved => ({ name, enabled, versions }));
    writeFileSync(this.#file, JSON.stringify(saved));
  }
}

function readSaved(file: string): readonly Saved[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return SYSTEM.map((name) => ({ name, enabled: false, versions: [{ from: 0, source: '' }] }));
  }
}
