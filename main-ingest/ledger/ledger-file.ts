import { closeSync, fdatasync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { KnownGame } from './known-game.ts';
import { ID_BYTES, PackedIds } from './packed-ids.ts';
import { SequenceSet } from './sequence-set.ts';

/** Ids in one row: a game that goes on rewrites its last row only. */
const CHUNK_IDS = 1024;
/** Rows that one game may have: 67 million ids. */
const MAX_CHUNKS = 65_536;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS game (
    game INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    sequences TEXT NOT NULL
  ) STRICT;
  -- chunk: game * ${MAX_CHUNKS} + number of the chunk; ids: up to ${CHUNK_IDS} of them, ${ID_BYTES} bytes each
  CREATE TABLE IF NOT EXISTS game_ids (chunk INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS run_event (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), checkpoint INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO progress VALUES (1, 0);
`;

/** What of a game is to be saved: its first `ids` ids, and these ranges of sequences. */
export interface GameToSave {
  readonly game: KnownGame;
  readonly ids: number;
  readonly sequences: SequenceSet;
}

/** `ledger.sqlite`: games by session, ids of events of no game, and the position up to which they are in here. */
export class LedgerFile {
  readonly #database: Database.Database;
  readonly #log: number;
  readonly #findGame;
  readonly #findIds;
  readonly #addGame;
  readonly #setSequences;
  readonly #setIds;
  readonly #findRunEvent;
  readonly #addRunEvent;
  readonly #setCheckpoint;
  #checkpoint: number;

  constructor(file: string) {
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.exec(SCHEMA);
    // What a killed process had committed but not synced is about to be counted on.
    database.pragma('wal_checkpoint(TRUNCATE)');
    this.#database = database;
    this.#log = openSync(`${file}-wal`, 'r+');
    this.#findGame = database.prepare<[string], { game: number; sequences: string }>(
      'SELECT game, sequences FROM game WHERE session_id = ?',
    );
    this.#findIds = database
      .prepare<[number, number], Buffer>('SELECT ids FROM game_ids WHERE chunk >= ? AND chunk < ? ORDER BY chunk')
      .pluck();
    this.#addGame = database.prepare<[string, string]>('INSERT INTO game (session_id, sequences) VALUES (?, ?)');
    this.#setSequences = database.prepare<[string, number]>('UPDATE game SET sequences = ? WHERE game = ?');
    this.#setIds = database.prepare<[number, Buffer]>(
      'INSERT INTO game_ids VALUES (?, ?) ON CONFLICT DO UPDATE SET ids = excluded.ids',
    );
    this.#findRunEvent = database.prepare<[Buffer], 1>('SELECT 1 FROM run_event WHERE id = ?').pluck();
    this.#addRunEvent = database.prepare<[Buffer]>('INSERT OR IGNORE INTO run_event VALUES (?)');
    this.#setCheckpoint = database.prepare<[number]>('UPDATE progress SET checkpoint = ?');
    this.#checkpoint = database.prepare<[], number>('SELECT checkpoint FROM progress').pluck().get() ?? 0;
  }

  /** Position that the file knows the journal up to, and still will after a power cut. */
  checkpoint(): number {
    return this.#checkpoint;
  }

  loadGame(sessionId: string): KnownGame | undefined {
    const found = this.#findGame.get(sessionId);
    if (!found) return undefined;
    const bounds: number[] = JSON.parse(found.sequences);
    const chunks = this.#findIds.all(found.game * MAX_CHUNKS, (found.game + 1) * MAX_CHUNKS);
    return new KnownGame(sessionId, {
      row: found.game,
      ids: PackedIds.of(...chunks),
      sequences: new SequenceSet(bounds),
    });
  }

  /** `id`: {@link ID_BYTES} bytes. */
  hasRunEvent(id: Buffer): boolean {
    return this.#findRunEvent.get(id) !== undefined;
  }

  /**
   * Saves all of this or nothing. It is synced behind the caller's back; {@link LedgerFile.checkpoint} moves then.
   * @throws SqliteError where the disk is full or fails
   */
  save(games: readonly GameToSave[], runEvents: Iterable<Buffer>, checkpoint: number): void {
    const rows: number[] = [];
    this.#database.transaction(() => {
      for (const game of games) rows.push(this.#saveGame(game));
      for (const id of runEvents) this.#addRunEvent.run(id);
      this.#setCheckpoint.run(checkpoint);
    })();
    for (const [index, { game, ids }] of games.entries()) {
      game.row = rows[index];
      game.savedIds = ids;
    }
    fdatasync(this.#log, (error) => {
      if (!error) this.#checkpoint = Math.max(this.#checkpoint, checkpoint);
    });
  }

  close(): void {
    closeSync(this.#log);
    this.#database.close();
  }

  #saveGame({ game, ids, sequences }: GameToSave): number {
    const bounds = JSON.stringify(sequences.bounds());
    let row = game.row;
    if (row === undefined) row = Number(this.#addGame.run(game.sessionId, bounds).lastInsertRowid);
    else this.#setSequences.run(bounds, row);
    for (let chunk = Math.floor(game.savedIds / CHUNK_IDS); chunk * CHUNK_IDS < ids; chunk++) {
      const start = chunk * CHUNK_IDS;
      this.#setIds.run(row * MAX_CHUNKS + chunk, game.ids.bytes(start, Math.min(start + CHUNK_IDS, ids)));
    }
    return row;
  }
}
