import type { Database, Statement } from 'better-sqlite3';
import type { ImportJob } from '../contract/recordings.ts';

/** An import that has ended. */
export interface LoggedImport {
  readonly id: string;
  readonly file: string;
  readonly state: string;
  readonly format: string | null;
  readonly events: number;
  readonly games: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly error: string | null;
}

/** What was imported, and when. */
export class ImportLog {
  readonly #add: Statement<[LoggedImport]>;
  readonly #list: Statement<[number], LoggedImport>;

  constructor(database: Database) {
    this.#add = database.prepare(
      `INSERT OR REPLACE INTO import VALUES
         (@id, @file, @state, @format, @events, @games, @duplicates, @rejected, @startedAt, @endedAt, @error)`,
    );
    this.#list = database.prepare(
      `SELECT id, file, state, format, events, games, duplicates, rejected, started_at AS startedAt, ended_at AS endedAt, error
       FROM import ORDER BY ended_at DESC, id LIMIT ?`,
    );
  }

  /** Keeps what became of an import. */
  add(job: ImportJob): void {
    this.#add.run({
      id: job.id,
      file: job.file,
      state: job.state,
      format: job.format,
      events: job.events,
      games: job.games,
      duplicates: job.duplicates,
      rejected: job.rejectedCount,
      startedAt: Date.parse(job.startedAt),
      endedAt: job.endedAt === null ? Date.now() : Date.parse(job.endedAt),
      error: job.error,
    });
  }

  /** Newest first. */
  list(limit: number): LoggedImport[] {
    return this.#list.all(limit);
  }
}
