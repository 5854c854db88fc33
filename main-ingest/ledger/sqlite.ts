import { isKnownType } from '../event/data.ts';
import { type CanonicalEvent, type EventRecord, isRunEvent } from '../event/event.ts';
import { toRecord } from '../event/record.ts';
import type { JournalReader } from '../journal/journal.ts';
import { KnownGame } from './known-game.ts';
import type { Admission, Ledger } from './ledger.ts';
import { type GameToSave, LedgerFile } from './ledger-file.ts';
import { PackedIds, packedId, wordsOf } from './packed-ids.ts';
import { RecentIds } from './recent-ids.ts';
import { SequenceSet } from './sequence-set.ts';

/** Saves for which a game that nobody asks for stays in memory, if its end has not come by. */
const IDLE_SAVES = 20;
/** Ids in memory beyond which saved games are given up, those first that were not asked for the longest. */
const MAX_IDS = 1_000_000;
/** Events read from the journal between two saves while opening. */
const CATCH_UP = 50_000;
const READ_EVENTS = 5_000;
const READ_BYTES = 4 << 20;

/**
 * Opens the ledger and reads on in the journal from where its file ends.
 * @param durable Position that the journal is durable up to
 * @param oldest First position that the journal holds: where the file was lost, what was trimmed is not known any more,
 *   and only the stores tell its doubles
 */
export function openLedger(file: string, reader: JournalReader, durable: number, oldest = 0): Ledger {
  const ledger = new SqliteLedger(new LedgerFile(file));
  ledger.catchUp(reader, oldest, durable);
  return ledger;
}

/** An admitted batch that may not be durable yet: no more of it than saving needs, the records themselves are large. */
interface Admitted {
  readonly firstId: string;
  /** Of each record the game, undefined where it belongs to none, and its sequence there. */
  readonly games: (KnownGame | undefined)[];
  readonly sequences: number[];
}

/**
 * Games in memory while they are played, in the file when they are over, and in memory again when an event of theirs
 * comes. An id is looked up in its game for all time, and among the last ids of all games.
 */
class SqliteLedger implements Ledger {
  readonly #file: LedgerFile;
  readonly #games = new Map<string, KnownGame>();
  readonly #changed = new Set<KnownGame>();
  readonly #recent = new RecentIds();
  /** Events of no game that the file has not. */
  #runEvents = new PackedIds();
  /** Admitted batches that the journal had not made durable at the last save, in the order of their positions. */
  #unsettled: Admitted[] = [];
  /** Position behind the last batch that is durable. */
  #settled = 0;
  #saves = 0;

  constructor(file: LedgerFile) {
    this.#file = file;
    this.#settled = file.checkpoint();
  }

  catchUp(reader: JournalReader, oldest: number, durable: number): void {
    this.#settled = Math.max(this.#settled, oldest);
    let saveAt = this.#settled + CATCH_UP;
    for (;;) {
      this.#settled = reader.gapEnd(this.#settled);
      if (this.#settled >= durable) return;
      const records = reader.read(this.#settled, durable, READ_EVENTS, READ_BYTES);
      for (const record of records) this.#learn(record, this.#gameOf(record), record.sequenceId);
      this.#settled += records.length;
      if (this.#settled < saveAt) continue;
      this.save(this.#settled);
      saveAt = this.#settled + CATCH_UP;
    }
  }

  admit(events: readonly CanonicalEvent[]): Admission {
    const records: EventRecord[] = [];
    const games: (KnownGame | undefined)[] = [];
    const sequences: number[] = [];
    for (const event of events) {
      const game = this.#gameOf(event);
      const sequenceId = sequenceIn(game, event);
      if (!this.#learn(event, game, sequenceId)) continue;
      records.push(toRecord(event, sequenceId));
      games.push(game);
      sequences.push(sequenceId);
    }
    const firstId = records[0]?.eventId;
    if (firstId !== undefined) this.#unsettled.push({ firstId, games, sequences });
    return { records, duplicates: events.length - records.length };
  }

  forget(records: readonly EventRecord[]): void {
    const [first] = records;
    if (!first) return;
    // Taking single ids out would cost as much as all of them, at a time when every batch may fail.
    this.#recent.clear();
    const firstGame = this.#gameOf(first);
    this.#unsettled = this.#unsettled.filter(
      ({ firstId, games }) => firstId !== first.eventId || games[0] !== firstGame,
    );
    for (const [game, gone] of Map.groupBy(records, (record) => this.#gameOf(record))) {
      (game?.ids ?? this.#runEvents).remove(gone.map(({ eventId }) => eventId));
      for (const { sequenceId } of gone) game?.sequences.delete(sequenceId);
    }
  }

  checkpoint(): number {
    return this.#file.checkpoint();
  }

  save(position: number): void {
    this.#settle(position);
    // What is known but not durable: of each of these games the last ids, and the last of the run's.
    const unsettled = this.#unsettledSequences();
    const toSave: GameToSave[] = [];
    for (const game of this.#changed) {
      const later = unsettled.get(game) ?? [];
      const sequences = new SequenceSet(game.sequences.bounds());
      for (const sequenceId of later) sequences.delete(sequenceId);
      toSave.push({ game, ids: game.ids.size - later.length, sequences });
    }
    const runEvents = this.#runEvents;
    const settled = runEvents.size - (unsettled.get(undefined)?.length ?? 0);
    this.#file.save(toSave, packed(runEvents, settled), this.#settled);
    this.#runEvents = PackedIds.of(runEvents.bytes(settled, runEvents.size));
    this.#changed.clear();
    for (const game of unsettled.keys()) if (game) this.#changed.add(game);
    this.#saves++;
    this.#giveUp();
  }

  close(): void {
    this.#file.close();
  }

  /** False where it was known before. */
  #learn(event: Pick<EventRecord, 'eventId' | 'eventType'>, game: KnownGame | undefined, sequenceId: number): boolean {
    const id = wordsOf(event.eventId);
    if (this.#recent.has(id)) return false;
    if (!(game ? game.learn(id, sequenceId) : this.#learnRunEvent(event.eventId))) return false;
    this.#recent.add(id);
    if (!game) return true;
    if (event.eventType === 'GameCompleted') game.completed = true;
    this.#changed.add(game);
    return true;
  }

  #learnRunEvent(eventId: string): boolean {
    return !this.#runEvents.has(eventId) && !this.#file.hasRunEvent(packedId(eventId)) && this.#runEvents.add(eventId);
  }

  /** Undefined for an event of no game. */
  #gameOf({ eventType, sessionId }: Pick<EventRecord, 'eventType' | 'sessionId'>): KnownGame | undefined {
    if (isRunEvent(eventType)) return undefined;
    let game = this.#games.get(sessionId);
    if (!game) {
      game = this.#file.loadGame(sessionId) ?? new KnownGame(sessionId);
      this.#games.set(sessionId, game);
    }
    game.touched = this.#saves;
    return game;
  }

  #settle(position: number): void {
    let settled = 0;
    for (const batch of this.#unsettled) {
      if (this.#settled + batch.games.length > position) break;
      this.#settled += batch.games.length;
      settled++;
    }
    this.#unsettled.splice(0, settled);
  }

  /** Sequences of the events that are not durable yet, by game. */
  #unsettledSequences(): Map<KnownGame | undefined, number[]> {
    const unsettled = new Map<KnownGame | undefined, number[]>();
    for (const { games, sequences } of this.#unsettled) {
      for (const [index, game] of games.entries()) {
        const known = unsettled.get(game) ?? [];
        known.push(sequences[index] ?? -1);
        unsettled.set(game, known);
      }
    }
    return unsettled;
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
      ids += game.ids.size;
      kept.push(game);
    }
    if (ids <= MAX_IDS) return;
    for (const game of kept.sort((a, b) => a.touched - b.touched)) {
      if (ids <= MAX_IDS) return;
      ids -= game.ids.size;
      this.#games.delete(game.sessionId);
    }
  }
}

/** The producer's sequence, else the game's next; -1 for events of no game, and for unknown types without one. */
function sequenceIn(game: KnownGame | undefined, event: CanonicalEvent): number {
  if (!game) return -1;
  return event.sequenceId ?? (isKnownType(event.eventType) ? game.sequences.next() : -1);
}

function* packed(ids: PackedIds, end: number): Generator<Buffer> {
  for (let place = 0; place < end; place++) yield ids.bytes(place, place + 1);
}
