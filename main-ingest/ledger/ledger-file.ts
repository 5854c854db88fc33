import { closeSync, fdatasync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import { DamagedFile, isDamageAtOpening } from '../damage.ts';
import { KnownGame } from './known-game.ts';
import { ID_BYTES, PackedIds } from './packed-ids.ts';
import { RECENT_IDS } from './recent-ids.ts';
import { SequenceSet } from './sequence-set.ts';

/** Ids in one row: a game that goes on rewrites its last row only. */
const CHUNK_IDS = 1024;
/** Rows that one game may have: 67 million ids. */
const MAX_CHUNKS = 65_536;
/** Bytes of the checksum behind the ids of a row; rows of earlier versions have none. */
const CHECKSUM_BYTES = 4;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS game (
    game INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    sequences TEXT NOT NULL
  ) STRICT;
  -- chunk: game * ${MAX_CHUNKS} + number of the chunk; ids: up to ${CHUNK_IDS} of them, ${ID_BYTES} bytes each
  CREATE TABLE IF NOT EXISTS game_ids (chunk INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS run_event (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  -- the last ids of all games, in the order of their positions
  CREATE TABLE IF NOT EXISTS recent (chunk INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), checkpoint INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO progress VALUES (1, 0);
  -- the positions between which it knows all; of what was before, what is in it. The last one is the checkpoint once more.
  CREATE TABLE IF NOT EXISTS known (one INTEGER PRIMARY KEY CHECK (one = 1), first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO known SELECT 1, 0, checkpoint FROM progress;
`;

/** What of a game is to be saved: its first `ids` ids, and these ranges of sequences. */
export interface GameToSave {
  readonly game: KnownGame;
  readonly ids: number;
  readonly sequences: SequenceSet;
}

/** What is saved together. */
export interface ToSave {
  readonly games: readonly GameToSave[];
  readonly runEvents: Iterable<Buffer>;
  /** Packed ids, to be added to the recent ones. */
  readonly recent: readonly Buffer[];
  readonly checkpoint: number;
}

/** `ledger.sqlite`: games by session, ids of events of no game, and the position up to which they are in here. */
export class LedgerFile {
  readonly #database: Database.Database;
  readonly #log: number;
  readonly #statements: ReturnType<typeof prepare>;
  /** Rows of recent ids, oldest first, and how many each has. */
  readonly #recent: { readonly chunk: number; readonly ids: number }[];
  #recentIds: number;
  #checkpoint: number;
  #beginning: number;

  constructor(file: string) {
    const database = new Database(file);
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.exec(SCHEMA);
      // What a killed process had committed but not synced is about to be counted on.
      database.pragma('wal_checkpoint(TRUNCATE)');
      this.#statements = prepare(database);
      const { first, checkpoint } = this.#statements.known.get() ?? {};
      if (first === undefined || checkpoint === undefined)
        throw new DamagedFile('the ledger does not know how far it is');
      this.#beginning = first;
      this.#checkpoint = checkpoint;
      this.#recent = this.#statements.recentRows.all().map(({ chunk, bytes }) => ({ chunk, ids: idsIn(bytes) }));
      this.#recentIds = this.#recent.reduce((sum, { ids }) => sum + ids, 0);
      this.#log = openSync(`${file}-wal`, 'r+');
    } catch (error) {
      database.close();
      throw isDamageAtOpening(error) ? new DamagedFile(`the ledger cannot be opened: ${String(error)}`) : error;
    }
    this.#database = database;
  }

  /** Position that the file knows the journal up to, and still will after a power cut. */
  checkpoint(): number {
    return this.#checkpoint;
  }

  /** Position from which on it knows the journal without a gap. */
  beginning(): number {
    return this.#beginning;
  }

  /** Says that what is learnt next comes from this position on, and that what lies between was not learnt. */
  beginAt(position: number): void {
    this.#statements.setBeginning.run(position);
    this.#beginning = position;
  }

  /** Makes it a file that knows nothing. */
  forgetAll(): void {
    this.#database.transaction(() => {
      for (const table of ['game', 'game_ids', 'run_event', 'recent']) this.#database.exec(`DELETE FROM ${table}`);
      this.#statements.setCheckpoint.run(0);
      this.#statements.setLast.run(0);
      this.#statements.setBeginning.run(0);
    })();
    this.#checkpoint = 0;
    this.#beginning = 0;
    this.#recent.length = 0;
    this.#recentIds = 0;
  }

  /** @throws DamagedFile, SqliteError */
  loadGame(sessionId: string): KnownGame | undefined {
    const found = this.#statements.findGame.get(sessionId);
    if (!found) return undefined;
    const chunks = this.#statements.findIds.all(found.game * MAX_CHUNKS, (found.game + 1) * MAX_CHUNKS);
    return new KnownGame(sessionId, {
      row: found.game,
      ids: PackedIds.of(...chunks.map(unsealed)),
      sequences: new SequenceSet(readBounds(sessionId, found.sequences)),
    });
  }

  /** `id`: {@link ID_BYTES} bytes. */
  hasRunEvent(id: Buffer): boolean {
    return this.#statements.findRunEvent.get(id) !== undefined;
  }

  /** The recent ids, packed, oldest first. @throws DamagedFile, SqliteError */
  *recent(): Generator<Buffer> {
    for (const { chunk } of this.#recent) yield unsealed(this.#statements.findRecent.get(chunk) ?? Buffer.alloc(0));
  }

  /**
   * Saves all of this or nothing. It is synced behind the caller's back; {@link LedgerFile.checkpoint} moves then.
   * @throws SqliteError where the disk is full or fails
   */
  save({ games, runEvents, recent, checkpoint }: ToSave): void {
    const rows: number[] = [];
    const added: { chunk: number; ids: number }[] = [];
    let given = 0;
    this.#database.transaction(() => {
      for (const game of games) rows.push(this.#saveGame(game));
      for (const id of runEvents) this.#statements.addRunEvent.run(id);
      for (const ids of recent) {
        const chunk = Number(this.#statements.addRecent.run(sealed(ids)).lastInsertRowid);
        added.push({ chunk, ids: idsIn(ids.length) });
      }
      given = this.#giveRecentUp(added);
      this.#statements.setCheckpoint.run(checkpoint);
      this.#statements.setLast.run(checkpoint);
    })();
    for (const [index, { game, ids }] of games.entries()) {
      game.row = rows[index];
      game.savedIds = ids;
    }
    this.#recent.push(...added);
    for (const { ids } of added) this.#recentIds += ids;
    for (const { ids } of this.#recent.splice(0, given)) this.#recentIds -= ids;
    fdatasync(this.#log, (error) => {
      if (!error) this.#checkpoint = Math.max(this.#checkpoint, checkpoint);
    });
  }

  close(): void {
    closeSync(this.#log);
    this.#database.close();
  }

  #saveGame({ game, ids, sequences }: GameToSave): number {
    const bounds = writtenBounds(game.sessionId, sequences);
    let row = game.row;
    if (row === undefined) row = Number(this.#statements.addGame.run(game.sessionId, bounds).lastInsertRowid);
    else this.#statements.setSequences.run(bounds, row);
    for (let chunk = Math.floor(game.savedIds / CHUNK_IDS); chunk * CHUNK_IDS < ids; chunk++) {
      const start = chunk * CHUNK_IDS;
      const written = sealed(game.ids.bytes(start, Math.min(start + CHUNK_IDS, ids)));
      this.#statements.setIds.run(row * MAX_CHUNKS + chunk, written);
    }
    return row;
  }

  /** Deletes the oldest rows without which there are enough; answers how many. */
  #giveRecentUp(added: readonly { readonly ids: number }[]): number {
    let left = added.reduce((sum, { ids }) => sum + ids, this.#recentIds);
    let given = 0;
    for (const { chunk, ids } of this.#recent) {
      if (left - ids < RECENT_IDS) break;
      left -= ids;
      given++;
      this.#statements.deleteRecent.run(chunk);
    }
    return given;
  }
}

function prepare(database: Database.Database) {
  return {
    findGame: database.prepare<[string], { game: number; sequences: string }>(
      'SELECT game, sequences FROM game WHERE session_id = ?',
    ),
    findIds: database
      .prepare<[number, number], Buffer>('SELECT ids FROM game_ids WHERE chunk >= ? AND chunk < ? ORDER BY chunk')
      .pluck(),
    addGame: database.prepare<[string, string]>('INSERT INTO game (session_id, sequences) VALUES (?, ?)'),
    setSequences: database.prepare<[string, number]>('UPDATE game SET sequences = ? WHERE game = ?'),
    setIds: database.prepare<[number, Buffer]>(
      'INSERT INTO game_ids VALUES (?, ?) ON CONFLICT DO UPDATE SET ids = excluded.ids',
    ),
    findRunEvent: database.prepare<[Buffer], 1>('SELECT 1 FROM run_event WHERE id = ?').pluck(),
    addRunEvent: database.prepare<[Buffer]>('INSERT OR IGNORE INTO run_event VALUES (?)'),
    recentRows: database.prepare<[], { chunk: number; bytes: number }>(
      'SELECT chunk, length(ids) AS bytes FROM recent ORDER BY chunk',
    ),
    findRecent: database.prepare<[number], Buffer>('SELECT ids FROM recent WHERE chunk = ?').pluck(),
    addRecent: database.prepare<[Buffer]>('INSERT INTO recent (ids) VALUES (?)'),
    deleteRecent: database.prepare<[number]>('DELETE FROM recent WHERE chunk = ?'),
    known: database.prepare<[], { first: number; checkpoint: number }>(
      'SELECT first, checkpoint FROM known, progress WHERE last = checkpoint',
    ),
    setCheckpoint: database.prepare<[number]>('UPDATE progress SET checkpoint = ?'),
    setLast: database.prepare<[number]>('UPDATE known SET last = ?'),
    setBeginning: database.prepare<[number]>('UPDATE known SET first = ?'),
  };
}

const idsIn = (bytes: number): number => Math.floor(bytes / ID_BYTES);

/** Packed ids with their checksum behind them. */
function sealed(ids: Buffer): Buffer {
  const written = Buffer.allocUnsafe(ids.length + CHECKSUM_BYTES);
  ids.copy(written);
  written.writeUInt32LE(crc32(ids), ids.length);
  return written;
}

/** The ids of a row. @throws DamagedFile */
export function unsealed(written: Buffer): Buffer {
  const ids = written.subarray(0, idsIn(written.length) * ID_BYTES);
  const rest = written.length - ids.length;
  if (rest === 0 || (rest === CHECKSUM_BYTES && written.readUInt32LE(ids.length) === crc32(ids))) return ids;
  throw new DamagedFile('ids of the ledger are not those that were written');
}

/** `[start,end,…] checksum`; the checksum is the session's too. Rows of earlier versions have none. */
function writtenBounds(sessionId: string, sequences: SequenceSet): string {
  const bounds = JSON.stringify(sequences.bounds());
  return `${bounds} ${crc32(sessionId + bounds)}`;
}

/** @throws DamagedFile */
export function readBounds(sessionId: string, written: string): number[] {
  const [bounds = '', checksum] = written.split(' ');
  if (checksum === undefined || Number(checksum) === crc32(sessionId + bounds))
    try {
      return JSON.parse(bounds);
    } catch {}
  throw new DamagedFile(`the steps of game ${sessionId} in the ledger are not those that were written`);
}
