import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { GameInFlight, type GamesInFlight, type GamesInFlightState, GameTotals } from './games-in-flight.ts';

/** Counts as `live/` keeps them over a restart: the journal is read on from `position`. */
const Counts = z.object({
  position: z.number(),
  /** Since the data folder was made. */
  duplicates: z.number(),
  rejected: z.number(),
  /** Older versions kept the games themselves here too. */
  games: GameTotals.extend({ games: z.array(GameInFlight).optional() }),
});
export type LiveCounts = z.infer<typeof Counts>;

/** All that `live/` keeps over a restart. */
export interface SavedLive extends Omit<LiveCounts, 'games'> {
  readonly games: GamesInFlightState;
}

/** What is saved of a data folder whose journal begins at a position, and of which nothing is known. */
export function nothingSaved(position: number): SavedLive {
  const games = { started: 0, ended: 0, run: null, model: null, games: [] };
  return { position, duplicates: 0, rejected: 0, games };
}

/** Games saved before others get their turn: some milliseconds. */
const SLICE = 250;

const SCHEMA =
  'CREATE TABLE IF NOT EXISTS game (session_id TEXT PRIMARY KEY, game TEXT NOT NULL) STRICT, WITHOUT ROWID';

/**
 * `live.json`, the counts, and beside it `live-games.sqlite`, the games in flight: a save writes what changed since the last
 * one. The games may be saved later than the counts, never earlier; each says how far it is. What cannot be understood any
 * more is begun anew.
 */
export class LiveFile {
  readonly #counts: string;
  readonly #games: string;
  #database: Database.Database | undefined;
  /** Whether the games in the file are not those that are known, and all are to be written. */
  #anew = false;

  constructor(counts: string) {
    this.#counts = counts;
    this.#games = counts.replace(/\.json$/, '-games.sqlite');
  }

  /** Undefined for a new data folder, and for a file that is no longer understood: then the counts begin anew. */
  read(): SavedLive | undefined {
    const counts = readCounts(this.#counts);
    const games = counts?.games.games ?? (counts && this.#readGames()) ?? [];
    this.#anew = counts === undefined || counts.games.games !== undefined;
    return counts && { ...counts, games: { ...counts.games, games } };
  }

  /** Writes counts and all games that changed; in between, others get their turn. @throws where the disk is full or fails */
  async write(counts: LiveCounts, games: GamesInFlight): Promise<void> {
    if (this.#anew) {
      this.#discard();
      games.keepChanged();
      this.#anew = false;
    }
    const changed = games.takeChanged();
    try {
      await this.#writeGames([...changed], games);
      writeFileSync(`${this.#counts}.new`, JSON.stringify({ ...counts, seal: sealOf(counts) }));
      renameSync(`${this.#counts}.new`, this.#counts);
    } catch (error) {
      games.keepChanged(changed);
      // Whatever it is that it holds: another one is made with the next save.
      this.#anew = error instanceof Database.SqliteError && error.code !== 'SQLITE_FULL';
      throw error;
    }
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #readGames(): GameInFlight[] {
    try {
      const rows = this.#open().prepare<[], string>('SELECT game FROM game').pluck().all();
      return rows.map((row) => GameInFlight.parse(JSON.parse(row)));
    } catch {
      this.#discard();
      return [];
    }
  }

  async #writeGames(sessions: readonly string[], games: GamesInFlight): Promise<void> {
    const database = this.#open();
    const put = database.prepare<[string, string]>('INSERT OR REPLACE INTO game VALUES (?, ?)');
    const remove = database.prepare<[string]>('DELETE FROM game WHERE session_id = ?');
    const writeSlice = database.transaction((slice: readonly string[]) => {
      for (const sessionId of slice) {
        const game = games.saved(sessionId);
        if (game) put.run(sessionId, JSON.stringify(game));
        else remove.run(sessionId);
      }
    });
    for (let from = 0; from < sessions.length; from += SLICE) {
      if (from > 0) await setImmediate();
      writeSlice(sessions.slice(from, from + SLICE));
    }
  }

  #open(): Database.Database {
    if (this.#database) return this.#database;
    const database = new Database(this.#games);
    this.#database = database;
    database.pragma('journal_mode = WAL');
    // Nothing here is worth a wait for the disk: after a power cut it may begin anew.
    database.pragma('synchronous = OFF');
    database.exec(SCHEMA);
    return database;
  }

  #discard(): void {
    this.close();
    for (const end of ['', '-wal', '-shm']) rmSync(this.#games + end, { force: true });
  }
}

function readCounts(file: string): LiveCounts | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const counts = Counts.parse(read);
    // A number that the disk changed is no number; files of an older workbench bear no seal.
    const { seal } = Sealed.parse(read);
    return seal === undefined || seal === sealOf(counts) ? counts : undefined;
  } catch {
    return undefined;
  }
}

const Sealed = z.object({ seal: z.number().optional() });

/** CRC-32 of the counts, in the order in which they are declared. */
function sealOf(counts: LiveCounts): number {
  return crc32(JSON.stringify(Counts.parse(counts)));
}
