import type { KnownGame } from './known-game.ts';
import type { IdWords } from './packed-ids.ts';

/** An event that was learnt: no more of it than saving needs, the records themselves are large. */
export interface Learnt {
  readonly id: IdWords;
  /** Undefined where it belongs to none. */
  readonly game: KnownGame | undefined;
  /** -1 where it has none. */
  readonly sequenceId: number;
}

/** What was learnt together, and is appended to the journal together. */
interface Batch {
  readonly firstId: string;
  readonly games: (KnownGame | undefined)[];
  readonly sequences: number[];
}

/** Batches that the journal had not made durable when it was last asked, in the order of their positions. */
export class Unsettled {
  #batches: Batch[] = [];
  #settled: number;
  #count = 0;

  /** @param settled Position of the first event */
  constructor(settled: number) {
    this.#settled = settled;
  }

  /** Position behind the last event that is durable. */
  get settled(): number {
    return this.#settled;
  }

  /** Events of all batches. */
  get count(): number {
    return this.#count;
  }

  /** Begins a batch, whose first event will be this one. */
  begin(firstId: string): void {
    this.#batches.push({ firstId, games: [], sequences: [] });
  }

  /** Adds an event to the batch that was begun last. */
  add({ game, sequenceId }: Learnt): void {
    const batch = this.#batches.at(-1);
    batch?.games.push(game);
    batch?.sequences.push(sequenceId);
    this.#count++;
  }

  /** Takes a batch out. */
  take(firstId: string): Pick<Batch, 'games' | 'sequences'> {
    const place = this.#batches.findIndex((batch) => batch.firstId === firstId);
    const [batch = { games: [], sequences: [] }] = place < 0 ? [] : this.#batches.splice(place, 1);
    this.#count -= batch.games.length;
    return batch;
  }

  /** Gives up what is durable now. */
  settle(position: number): void {
    const [batches, events] = this.#durable(position);
    this.#batches.splice(0, batches);
    this.#settled += events;
    this.#count -= events;
  }

  /** The batches that are not durable yet. @param ids of all events, in their order */
  *from(position: number, ids: readonly IdWords[]): Generator<Pick<Batch, 'firstId'> & { events: Learnt[] }> {
    const [batches, before] = this.#durable(position);
    let at = before;
    for (const { firstId, games, sequences } of this.#batches.slice(batches)) {
      const events = games.flatMap((game, index) => {
        const id = ids[at + index];
        return id ? [{ id, game, sequenceId: sequences[index] ?? -1 }] : [];
      });
      at += games.length;
      yield { firstId, events };
    }
  }

  /** Sequences of all of them, by game. */
  sequencesByGame(): Map<KnownGame | undefined, number[]> {
    const byGame = new Map<KnownGame | undefined, number[]>();
    for (const { games, sequences } of this.#batches) {
      for (const [index, game] of games.entries()) {
        const known = byGame.get(game) ?? [];
        known.push(sequences[index] ?? -1);
        byGame.set(game, known);
      }
    }
    return byGame;
  }

  /** How many of the batches, and events in them, lie before a position. */
  #durable(position: number): readonly [batches: number, events: number] {
    let batches = 0;
    let events = 0;
    for (const { games } of this.#batches) {
      if (this.#settled + events + games.length > position) break;
      events += games.length;
      batches++;
    }
    return [batches, events];
  }
}
