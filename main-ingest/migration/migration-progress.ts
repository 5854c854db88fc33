import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { RefusedEvent } from './migration.ts';

const Saved = z.object({
  /** What the parts were begun for; another one begins anew. */
  begun: z.record(z.string(), z.string()),
  /** Time up to which (inclusive) the rows of a table are in the target, in microseconds since 1970. */
  tables: z.record(z.string(), z.number()),
  refused: z.array(z.object({ eventId: z.string(), reason: z.string() })),
});
type Saved = z.infer<typeof Saved>;

const nothing: Saved = { begun: {}, tables: {}, refused: [] };

/**
 * How far a migration is, in a small file that is replaced as a whole. How far the histories are the target itself knows;
 * rows of a table may have replaced others, so their number says nothing.
 */
export class MigrationProgress {
  readonly #file: string;
  #saved: Saved;

  constructor(file: string) {
    this.#file = file;
    this.#saved = read(file);
  }

  /** Begins a part, or goes on with it where it is the same as the one that was ended. */
  begin(part: 'history' | 'metrics', what: Readonly<Record<string, string | number>>): void {
    const text = JSON.stringify(what);
    if (this.#saved.begun[part] === text) return;
    this.#save({
      begun: { ...this.#saved.begun, [part]: text },
      tables: part === 'metrics' ? {} : this.#saved.tables,
      refused: part === 'history' ? [] : this.#saved.refused,
    });
  }

  copiedThrough(table: string): number | undefined {
    return this.#saved.tables[table];
  }

  copied(table: string, throughUs: number): void {
    this.#save({ ...this.#saved, tables: { ...this.#saved.tables, [table]: throughUs } });
  }

  refused(): readonly RefusedEvent[] {
    return this.#saved.refused;
  }

  refuse(event: RefusedEvent): void {
    this.#save({ ...this.#saved, refused: [...this.#saved.refused, event] });
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }

  #save(saved: Saved): void {
    const beside = `${this.#file}.new`;
    writeFileSync(beside, JSON.stringify(saved), { flush: true });
    renameSync(beside, this.#file);
    this.#saved = saved;
  }
}

function read(file: string): Saved {
  try {
    return Saved.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None, or spoilt: it begins anew, which costs time alone.
    return nothing;
  }
}
