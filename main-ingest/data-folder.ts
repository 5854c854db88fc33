import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { isDamage, storageFailure } from './damage.ts';

/** Where everything of one data folder lies. */
export interface DataFolder {
  readonly path: string;
  readonly journal: string;
  readonly ledger: string;
  readonly history: string;
  readonly metrics: string;
  readonly delivery: string;
  readonly quarantine: string;
  readonly workspace: string;
  /** A person's own analyses, a file each. */
  readonly analyses: string;
  readonly live: string;
  /** Says that the metrics are to be made anew. */
  readonly rebuild: string;
  /** Which stores hold the events. */
  readonly stores: string;
  /** Scratch files of exports. */
  readonly export: string;
  /** Says where it can be reached, for other processes of the same person. */
  announce(place: { readonly url: string; readonly token: string }): void;
  /** Gives the folder back. */
  release(): void;
}

/** The process that has a data folder open, and where it is reached. */
const Holder = z.object({ pid: z.number(), url: z.string().optional(), token: z.string().optional() });
export type Holder = z.infer<typeof Holder>;

/** Another process has the data folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly holder: Holder | undefined;

  constructor(folder: string, holder: Holder | undefined) {
    const who = holder ? `process ${holder.pid}` : 'another process';
    super(`The data folder ${folder} is in use by ${who}${holder?.url ? `, which serves it at ${holder.url}` : ''}.`);
    this.holder = holder;
  }
}

/** The data folder cannot be made or written. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';
}

/**
 * Opens a data folder for this process alone, and makes it where there is none.
 *
 * What holds it is a lock of the operating system (SQLite's, on `lock.sqlite`): it ends with the process, however that
 * ends, and a process id that was given out again deceives nobody. The file `lock` beside it says who it is.
 * @throws FolderInUse, FolderUnusable
 */
export function openDataFolder(path: string): DataFolder {
  const inside = (name: string): string => join(path, name);
  const write = (holder: Holder): void => writeFileSync(inside('lock'), JSON.stringify(holder), { mode: 0o600 });
  let lock: Database.Database | undefined;
  try {
    mkdirSync(inside('journal'), { recursive: true });
    mkdirSync(inside('export'), { recursive: true });
    lock = new Database(inside('lock.sqlite'), { timeout: 0 });
    hold(lock);
    // A file that a killed process left may be readable by others or be half written: begin with a new one.
    rmSync(inside('lock'), { force: true });
    write({ pid: process.pid });
  } catch (error) {
    lock?.close();
    if (isBusy(error)) throw new FolderInUse(path, holderOf(path));
    throw unusable(path, error);
  }
  const held = lock;
  return {
    path,
    journal: inside('journal'),
    ledger: inside('ledger.sqlite'),
    history: inside('history.sqlite'),
    metrics: inside('metrics.duckdb'),
    delivery: inside('delivery.sqlite'),
    quarantine: inside('quarantine.sqlite'),
    workspace: inside('workspace.sqlite'),
    analyses: inside('analyses'),
    live: inside('live.json'),
    rebuild: inside('rebuild.json'),
    stores: inside('stores.json'),
    export: inside('export'),
    announce: ({ url, token }) => write({ pid: process.pid, url, token }),
    release: () => {
      try {
        rmSync(inside('lock'), { force: true });
      } catch {
        // On a disk that may not be written it stays, and deceives nobody.
      }
      held.close();
    },
  };
}

/** Takes the lock. Its file holds nothing: a damaged one is emptied. */
function hold(lock: Database.Database): void {
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if (!isDamage(error)) throw error;
    truncateSync(lock.name);
    lock.exec('BEGIN EXCLUSIVE');
  }
}

function unusable(path: string, error: unknown): FolderUnusable {
  const why = storageFailure(error)?.message ?? (error instanceof Error ? error.message : String(error));
  return new FolderUnusable(`The data folder ${path} cannot be written: ${why}`, { cause: error });
}

/** Who has a data folder open, as far as it says. A process that was killed leaves its word behind. */
export function holderOf(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(join(path, 'lock'), 'utf8')));
  } catch {
    return undefined;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
