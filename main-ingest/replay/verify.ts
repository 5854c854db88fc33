import { type CanonicalEvent, isRunEvent } from '../event/event.ts';
import { type Folded, foldEvent } from './fold.ts';
import { NOTHING_KNOWN } from './state.ts';
import type { AnyStep } from './step.ts';
import { StepOrder } from './step-order.ts';

/** A field of a snapshot that the replay of its game has otherwise. */
export interface Difference {
  readonly sessionId: string;
  readonly step: number;
  readonly field: string;
  readonly recorded: string;
  readonly replayed: string;
}

/** What the replay of a game could not follow. */
export interface NotedGap {
  readonly sessionId: string;
  readonly step: number;
  readonly gap: string;
}

/** How the replays of games compare with their snapshots. */
export interface Verification {
  readonly games: number;
  /** Events, those of no game included, doubles left out. */
  readonly events: number;
  readonly duplicates: number;
  /** Snapshots compared. */
  readonly snapshots: number;
  /** Snapshots that a replay of a recording without a beginning started from, which leaves nothing to compare. */
  readonly startedFrom: number;
  /** Fields compared in them. */
  readonly fields: number;
  /** Fields that differ. */
  readonly mismatches: number;
  readonly gaps: number;
  /** The first of those that differ, and of the gaps. */
  readonly differences: readonly Difference[];
  readonly firstGaps: readonly NotedGap[];
}

/** So many differences and gaps are kept to show; all are counted. */
const KEPT = 100;

/** Folds every game of a recording and compares it with its snapshots. See {@link Verifier}. */
export async function verifyGames(
  events: AsyncIterable<CanonicalEvent> | Iterable<CanonicalEvent>,
): Promise<Verification> {
  const verifier = new Verifier();
  for await (const event of events) verifier.add(event);
  return verifier.finish();
}

/**
 * Takes the events of a recording as they come, games interleaved, and folds each game in its own order. Holds of a
 * game its state, and the events that came before their turn.
 */
export class Verifier {
  readonly #games = new Map<string, Game>();
  readonly #runEvents = new Set<string>();
  readonly #differences: Difference[] = [];
  readonly #gaps: NotedGap[] = [];
  #events = 0;
  #duplicates = 0;
  #snapshots = 0;
  #startedFrom = 0;
  #fields = 0;
  #mismatches = 0;
  #gapCount = 0;

  /** @param event checked, see `readEvent` */
  add(event: CanonicalEvent): void {
    if (isRunEvent(event.eventType)) {
      this.#count(!this.#runEvents.has(event.eventId));
      this.#runEvents.add(event.eventId);
      return;
    }
    const { sessionId } = event;
    const game = this.#games.get(sessionId) ?? { order: new StepOrder(), state: NOTHING_KNOWN };
    this.#games.set(sessionId, game);
    const ready = game.order.take(event);
    this.#count(ready !== undefined);
    for (const next of ready ?? []) this.#fold(sessionId, game, next);
  }

  /** Folds what still waits for steps that never came. The verifier is done with. */
  finish(): Verification {
    for (const [sessionId, game] of this.#games) {
      for (const next of game.order.rest()) this.#fold(sessionId, game, next);
    }
    return {
      games: this.#games.size,
      events: this.#events,
      duplicates: this.#duplicates,
      snapshots: this.#snapshots,
      startedFrom: this.#startedFrom,
      fields: this.#fields,
      mismatches: this.#mismatches,
      gaps: this.#gapCount,
      differences: this.#differences,
      firstGaps: this.#gaps,
    };
  }

  #count(isNew: boolean): void {
    if (isNew) this.#events += 1;
    else this.#duplicates += 1;
  }

  #fold(sessionId: string, game: Game, event: AnyStep): void {
    const folded = foldEvent(game.state, event);
    game.state = folded.state;
    this.#note(sessionId, event, folded);
  }

  #note(sessionId: string, { eventType, sequenceId: step }: AnyStep, { gaps, comparison }: Folded): void {
    this.#gapCount += gaps.length;
    for (const gap of gaps) if (this.#gaps.length < KEPT) this.#gaps.push({ sessionId, step, gap });
    if (!comparison) {
      if (eventType === 'StateSnapshot') this.#startedFrom += 1;
      return;
    }
    this.#snapshots += 1;
    this.#fields += comparison.fields;
    this.#mismatches += comparison.mismatches.length;
    for (const mismatch of comparison.mismatches) {
      if (this.#differences.length < KEPT) this.#differences.push({ sessionId, step, ...mismatch });
    }
  }
}

interface Game {
  readonly order: StepOrder;
  state: Folded['state'];
}
