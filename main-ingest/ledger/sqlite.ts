import Database from 'better-sqlite3';
import { DamagedFile, isDamage, setAside, storageFailure } from '../damage.ts';
import { isKnownType } from '../event/data.ts';
import { type CanonicalEvent, type EventRecord, isRunEvent, MAX_INTEGER } from '../event/event.ts';
import { toRecord } from '../event/record.ts';
import { JournalError, type JournalReader, type JournalState } from '../journal/journal.ts';
import { KnownGame } from './known-game.ts';
import type { Admission, Ledger, OlderEvents, RefusedEvent } from './ledger.ts';
import { type GameToSave, LedgerFile } from './ledger-file.ts';
import { type IdWords, PackedIds, packedId, unpacked, wordsOf } from './packed-ids.ts';
import { RecentIds } from './recent-ids.ts';
import { SequenceSet } from './sequence-set.ts';
import { type Learnt, Unsettled } from './unsettled.ts';

/** Saves for which a game that nobody asks for stays in memory, if its end has not come by. */
const IDLE_SAVES = 20;
/** Ids in memory beyond which saved games are given up, those first that were not asked for the longest. */
const MAX_IDS = 1_000_000;
/** A game takes as much as so many ids, be it of one event. */
const IDS_OF_A_GAME = 32;
/** Events read from the journal between two saves while opening. */
const CATCH_UP = 50_000;
const READ_EVENTS = 5_000;
const READ_BYTES = 4 << 20;

export interface LedgerOptions {
  /** Where the journal is now: what of it is read when the file has to be begun anew. */
  readonly place?: () => Pick<JournalState, 'position' | 'oldest'>;
  /** Asked for a game's events from before the file began. Without it only the stores tell their doubles. */
  readonly older?: OlderEvents;
}

/**
 * Opens the ledger and reads on in the journal from where its file ends. A damaged file is set aside and begun anew.
 * @param durable Position that the journal is durable up to
 * @param oldest First position that the journal holds: where the file was lost, what was trimmed is asked of `older`
 * @throws JournalError
 */
export function openLedger(
  file: string,
  reader: JournalReader,
  durable: number,
  oldest = 0,
  { place = () => ({ position: durable, oldest }), older = () => [] }: LedgerOptions = {},
): Ledger {
  return new SqliteLedger(file, reader, place, older);
}

/**
 * Games in memory while they are played, in the file when they are over, and in memory again when an event of theirs
 * comes. An id is looked up in its game for all time, and among the last ids of all games.
 */
class SqliteLedger implements Ledger {
  readonly #path: string;
  readonly #reader: JournalReader;
  readonly #place: NonNullable<LedgerOptions['place']>;
  readonly #older: OlderEvents;
  /** Undefined while it could not be opened. */
  #open: LedgerFile | undefined;
  readonly #games = new Map<string, KnownGame>();
  readonly #changed = new Set<KnownGame>();
  readonly #recent = new RecentIds();
  /** Events of no game that the file has not. */
  #runEvents = new PackedIds();
  #unsettled = new Unsettled(0);
  #saves = 0;

  constructor(path: string, reader: JournalReader, place: NonNullable<LedgerOptions['place']>, older: OlderEvents) {
    this.#path = path;
    this.#reader = reader;
    this.#place = place;
    this.#older = older;
    this.#begin();
  }

  admit(events: readonly CanonicalEvent[]): Admission {
    try {
      return this.#mending(() => this.#admit(events));
    } catch (error) {
      throw error instanceof Database.SqliteError ? diskFailed(error) : error;
    }
  }

  forget(records: readonly EventRecord[]): void {
    const [first] = records;
    if (!first) return;
    const { games, sequences } = this.#unsettled.take(first.eventId);
    const ids = records.map(({ eventId }) => wordsOf(eventId));
    this.#recent.remove(ids);
    for (const [index, game] of games.entries()) game?.sequences.delete(sequences[index] ?? -1);
    for (const [game, gone] of Map.groupBy(ids, (_, index) => games[index]))
      (game?.ids ?? this.#runEvents).remove(gone);
  }

  checkpoint(): number {
    return this.#open?.checkpoint() ?? 0;
  }

  save(position: number): void {
    this.#mending(() => this.#save(position));
  }

  close(): void {
    this.#open?.close();
  }

  #admit(events: readonly CanonicalEvent[]): Admission {
    const records: EventRecord[] = [];
    const refused: RefusedEvent[] = [];
    if (!this.#open) this.#begin();
    try {
      for (const [index, event] of events.entries()) {
        const id = wordsOf(event.eventId);
        const game = this.#gameOf(event);
        if (this.#isKnown(id, game)) continue;
        const sequenceId = sequenceIn(game, event);
        const refusal = game && refusalOf(game, sequenceId);
        if (refusal) {
          refused.push({ index, ...refusal });
          continue;
        }
        const record = toRecord(event, sequenceId);
        if (records.length === 0) this.#unsettled.begin(event.eventId);
        this.#learn({ id, game, sequenceId }, event.eventType);
        records.push(record);
      }
    } catch (error) {
      this.forget(records);
      throw error;
    }
    return { records, duplicates: events.length - records.length - refused.length, refused };
  }

  #isKnown(id: IdWords, game: KnownGame | undefined): boolean {
    if (this.#recent.has(id)) return true;
    return game ? game.ids.hasWords(id) : this.#runEvents.hasWords(id) || this.#file.hasRunEvent(packedId(id));
  }

  /** Learns an event that is not durable yet. */
  #learn(learnt: Learnt, eventType?: string): void {
    this.#unsettled.add(learnt);
    this.#learnIn(learnt.game, learnt.id, learnt.sequenceId, eventType);
  }

  #learnIn(game: KnownGame | undefined, id: IdWords, sequenceId: number, eventType?: string): void {
    this.#recent.add(id);
    if (!game) return void this.#runEvents.addWords(id);
    game.learn(id, sequenceId);
    if (eventType === 'GameCompleted') game.completed = true;
    this.#changed.add(game);
  }

  get #file(): LedgerFile {
    if (!this.#open) this.#begin();
    if (!this.#open) throw new DamagedFile('the ledger has no file');
    return this.#open;
  }

  /** Does it, and where the file shows to be damaged, begins it anew and does it again. */
  #mending<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#setAside();
      return work();
    }
  }

  #setAside(): void {
    this.#open?.close();
    this.#open = undefined;
    setAside(this.#path);
  }

  /**
   * Opens the file and learns what the journal holds since, and then again what is not durable yet.
   * @throws JournalError; the next call tries again
   */
  #begin(): void {
    const unsettled = this.#unsettled;
    const ids = this.#recent.last(unsettled.count);
    try {
      this.#mending(() => this.#beginWith(unsettled, ids));
    } catch (error) {
      this.#open?.close();
      this.#open = undefined;
      this.#unsettled = unsettled;
      this.#recent.remove(ids);
      for (const id of ids) this.#recent.add(id);
      throw error instanceof JournalError ? error : diskFailed(error);
    }
  }

  #beginWith(unsettled: Unsettled, ids: readonly IdWords[]): void {
    const { position, oldest } = this.#place();
    const file = new LedgerFile(this.#path);
    this.#open = file;
    if (file.checkpoint() > position) throw new DamagedFile('the ledger knows more than the journal ever held');
    // What the journal has lost the end of, nobody may have: only the stores know what they had got of it.
    if (this.#isLost(file)) file.forgetAll();
    if (file.checkpoint() < oldest) file.beginAt(oldest);
    this.#recent.remove(ids);
    const saved = [...file.recent()];
    for (const packed of saved) for (const id of unpacked(packed)) this.#recent.add(id);
    if (saved.length > 0) this.#recent.saved(0);
    else this.#recent.nothingSaved();
    this.#games.clear();
    this.#changed.clear();
    this.#runEvents = new PackedIds();
    this.#readOn(Math.max(file.checkpoint(), oldest), position);
    for (const { firstId, events } of unsettled.from(position, ids)) {
      this.#unsettled.begin(firstId);
      for (const { id, game, sequenceId } of events)
        this.#learn({ id, game: game && this.#game(game.sessionId), sequenceId });
    }
  }

  /** Whether the last that a file learnt lies in a gap of the journal that it has not passed. */
  #isLost(file: LedgerFile): boolean {
    const last = file.checkpoint() - 1;
    const end = last < 0 ? last : this.#reader.gapEnd(last);
    return end > last && end > file.beginning();
  }

  /** Learns what the journal holds between two positions, all of it durable. */
  #readOn(from: number, durable: number): void {
    this.#unsettled = new Unsettled(from);
    let saveAt = from + CATCH_UP;
    for (;;) {
      const next = this.#reader.gapEnd(this.#unsettled.settled);
      if (next > this.#unsettled.settled) {
        // The stores may know more of the games than was read so far.
        this.#save(this.#unsettled.settled);
        this.#games.clear();
        this.#file.beginAt(next);
        this.#unsettled = new Unsettled(next);
      }
      if (this.#unsettled.settled >= durable) return;
      const records = this.#reader.read(this.#unsettled.settled, durable, READ_EVENTS, READ_BYTES);
      for (const record of records)
        this.#learnIn(this.#gameOf(record), wordsOf(record.eventId), record.sequenceId, record.eventType);
      this.#unsettled = new Unsettled(this.#unsettled.settled + records.length);
      if (this.#unsettled.settled < saveAt) continue;
      this.#save(this.#unsettled.settled);
      saveAt = this.#unsettled.settled + CATCH_UP;
    }
  }

  #save(position: number): void {
    const file = this.#file;
    this.#unsettled.settle(position);
    const { count, settled: checkpoint } = this.#unsettled;
    // What is known but not durable: of each of these games the last ids, and the last of the run's.
    const unsettled = this.#unsettled.sequencesByGame();
    const games: GameToSave[] = [];
    for (const game of this.#changed) {
      const later = unsettled.get(game) ?? [];
      const sequences = new SequenceSet(game.sequences.bounds());
      for (const sequenceId of later) sequences.delete(sequenceId);
      games.push({ game, ids: game.ids.size - later.length, sequences });
    }
    const runEvents = this.#runEvents;
    const settled = runEvents.size - (unsettled.get(undefined)?.length ?? 0);
    file.save({
      games,
      runEvents: unpacked(runEvents.bytes(0, settled)).map(packedId),
      recent: this.#recent.unsaved(count),
      checkpoint,
    });
    this.#recent.saved(count);
    this.#runEvents = PackedIds.of(runEvents.bytes(settled, runEvents.size));
    this.#changed.clear();
    for (const game of unsettled.keys()) if (game) this.#changed.add(game);
    this.#saves++;
    this.#giveUp();
  }

  /** Undefined for an event of no game. */
  #gameOf({ eventType, sessionId }: Pick<EventRecord, 'eventType' | 'sessionId'>): KnownGame | undefined {
    return isRunEvent(eventType) ? undefined : this.#game(sessionId);
  }

  #game(sessionId: string): KnownGame {
    let game = this.#games.get(sessionId);
    if (!game) {
      game = this.#load(sessionId);
      this.#games.set(sessionId, game);
    }
    game.touched = this.#saves;
    return game;
  }

  #load(sessionId: string): KnownGame {
    const file = this.#file;
    const game = file.loadGame(sessionId) ?? new KnownGame(sessionId);
    if (file.beginning() === 0) return game;
    for (const { eventId, sequenceId } of this.#older(sessionId))
      if (game.learn(wordsOf(eventId), sequenceId)) this.#changed.add(game);
    return game;
  }

  /** Gives up games that the file has, of which nothing more is expected. */
  #giveUp(): void {
    let ids = 0;
    const kept: KnownGame[] = [];
    for (const [sessionId, game] of this.#games) {
      if (this.#changed.has(game)) continue;
      if (game.completed || this.#saves - game.touched > IDLE_SAVES) {
        this.#games.delete(sessionId);
        continue;
      }
      ids += IDS_OF_A_GAME + game.ids.size;
      kept.push(game);
    }
    if (ids <= MAX_IDS) return;
    for (const game of kept.sort((a, b) => a.touched - b.touched)) {
      if (ids <= MAX_IDS) return;
      ids -= IDS_OF_A_GAME + game.ids.size;
      this.#games.delete(game.sessionId);
    }
  }
}

/** The producer's sequence, else the game's next; -1 for events of no game, and for unknown types without one. */
function sequenceIn(game: KnownGame | undefined, event: CanonicalEvent): number {
  if (!game) return -1;
  return event.sequenceId ?? (isKnownType(event.eventType) ? game.sequences.next() : -1);
}

/** Why a new event cannot have its place. */
function refusalOf({ sessionId, sequences }: KnownGame, sequenceId: number): Omit<RefusedEvent, 'index'> | undefined {
  if (sequenceId > MAX_INTEGER)
    return {
      code: 'NO_SEQUENCE_LEFT',
      reason: `sequenceId: game ${sessionId} has its last possible step, ${MAX_INTEGER}; nothing can follow it`,
    };
  if (!sequences.has(sequenceId)) return undefined;
  return {
    code: 'SEQUENCE_TAKEN',
    reason: `sequenceId: step ${sequenceId} of game ${sessionId} is taken by another event; do two producers use one sessionId?`,
  };
}

function diskFailed(cause: unknown): JournalError {
  const failure = storageFailure(cause);
  const message = failure?.message ?? (cause instanceof Error ? cause.message : String(cause));
  const code = failure?.code === 'DISK_FULL' ? failure.code : 'DISK_FAILED';
  return new JournalError(code, `The ledger could not be read: ${message}`, { cause });
}
