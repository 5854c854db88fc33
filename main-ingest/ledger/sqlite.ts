import { isKnownType } from '../event/data.ts';
import { type CanonicalEvent, type EventRecord, isRunEvent } from '../event/event.ts';
import { toRecord } from '../event/record.ts';
import type { JournalReader } from '../journal/journal.ts';
import { KnownGame } from './known-game.ts';
import type { Admission, Ledger } from './ledger.ts';
import { type GameToSave, LedgerFile } from './ledger-file.ts';
import { PackedIds, packedId } from './packed-ids.ts';
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

/**
 * Games in memory while they are played, in the file when they are over, and in memory again when an event of theirs
 * comes. An id is looked up in its game: the same id in two games would be two events.
 */
class SqliteLedger implements Ledger {
  readonly #file: LedgerFile;
  readonly #games = new Map<string, KnownGame>();
  readonly #changed = new Set<KnownGame>();
  /** Events of no game that the file has not. */
  #runEvents = new PackedIds();
  /** Admitted batches that the journal had not made durable at the last save, in the order of their positions. */
  #unsettled: (readonly EventRecord[])[] = [];
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
    while (this.#settled < durable) {
      const records = reader.read(this.#settled, durable, READ_EVENTS, READ_BYTES);
      for (const record of records) this.#learn(record, record.sequenceId);
      this.#settled += records.length;
      if (this.#settled < saveAt) continue;
      this.save(this.#settled);
      saveAt = this.#settled + CATCH_UP;
    }
  }

  admit(events: readonly CanonicalEvent[]): Admission {
    const records: EventRecord[] = [];
    for (const event of events) {
      const sequenceId = this.#sequenceOf(event);
      if (this.#learn(event, sequenceId)) records.push(toRecord(event, sequenceId));
    }
    if (records.length > 0) this.#unsettled.push(records);
    return { records, duplicates: events.length - records.length };
  }

  forget(records: readonly EventRecord[]): void {
    const first = records[0];
    this.#unsettled = this.#unsettled.filter((batch) => batch[0] !== first);
    const gone = Map.groupBy(records, (record) => (isRunEvent(record.eventType) ? '' : record.sessionId));
    for (const [sessionId, events] of gone) {
      const ids = events.map(({ eventId }) => eventId);
      if (sessionId === '') {
        this.#runEvents.remove(ids);
        continue;
      }
      const game = this.#game(sessionId);
      game.ids.remove(ids);
      for (const { sequenceId } of events) if (sequenceId >= 0) game.sequences.delete(sequenceId);
    }
  }

  checkpoint(): number {
    return this.#file.checkpoint();
  }

  save(position: number): void {
    this.#settle(position);
    const { runEvents, games } = this.#unsettledParts();
    const toSave: GameToSave[] = [];
    for (const game of this.#changed) {
      const later = games.get(game) ?? [];
      const sequences = new SequenceSet(game.sequences.bounds());
      for (const { sequenceId } of later) if (sequenceId >= 0) sequences.delete(sequenceId);
      toSave.push({ game, ids: game.ids.size - later.length, sequences });
    }
    const settledRunEvents = this.#runEvents.size - runEvents.size;
    this.#file.save(toSave, packed(this.#runEvents, settledRunEvents), this.#settled);
    this.#runEvents = runEvents;
    this.#changed.clear();
    for (const game of games.keys()) this.#changed.add(game);
    this.#saves++;
    this.#giveUp();
  }

  close(): void {
    this.#file.close();
  }

  /** The producer's sequence, else the game's next; -1 for events of no game and for unknown types without one. */
  #sequenceOf(event: CanonicalEvent): number {
    if (isRunEvent(event.eventType)) return -1;
    if (event.sequenceId !== undefined) return event.sequenceId;
    return isKnownType(event.eventType) ? this.#game(event.sessionId).sequences.next() : -1;
  }

  #learn(event: Pick<EventRecord, 'eventId' | 'eventType' | 'sessionId'>, sequenceId: number): boolean {
    if (isRunEvent(event.eventType)) return this.#learnRunEvent(event.eventId);
    const game = this.#game(event.sessionId);
    if (!game.learn(event.eventId, sequenceId)) return false;
    if (event.eventType === 'GameCompleted') game.completed = true;
    this.#changed.add(game);
    return true;
  }

  #learnRunEvent(eventId: string): boolean {
    return !this.#runEvents.has(eventId) && !this.#file.hasRunEvent(packedId(eventId)) && this.#runEvents.add(eventId);
  }

  #game(sessionId: string): KnownGame {
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
      if (this.#settled + batch.length > position) break;
      this.#settled += batch.length;
      settled++;
    }
    this.#unsettled.splice(0, settled);
  }

  /** What is known but not durable: the last ids of each of these games, the last of the run's. */
  #unsettledParts(): { games: Map<KnownGame, EventRecord[]>; runEvents: PackedIds } {
    const games = new Map<KnownGame, EventRecord[]>();
    const runEvents = new PackedIds();
    for (const record of this.#unsettled.flat()) {
      if (isRunEvent(record.eventType)) {
        runEvents.add(record.eventId);
        continue;
      }
      const game = this.#game(record.sessionId);
      const records = games.get(game);
      if (records) records.push(record);
      else games.set(game, [record]);
    }
    return { games, runEvents };
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

function* packed(ids: PackedIds, end: number): Generator<Buffer> {
  for (let place = 0; place < end; place++) yield ids.bytes(place, place + 1);
}
