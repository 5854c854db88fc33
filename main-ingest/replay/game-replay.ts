import type { GameState, ReplaySummary, Step } from '../contract/replay.ts';
import type { EventRecord } from '../event/event.ts';
import { boardOf } from './board.ts';
import { changesBetween } from './changes.ts';
import { foldEvent } from './fold.ts';
import { Glance } from './glance.ts';
import { sortHand } from './hand-of-cards.ts';
import { placeAfter } from './order.ts';
import { scoreParts } from './scoring.ts';
import { sentenceOf } from './sentences.ts';
import { NOTHING_KNOWN, type ReplayState } from './state.ts';
import { type AnyStep, isKnownStep } from './step.ts';

/** A state is kept every so many events; any other one is at most so many folds away. */
const KEPT_EVERY = 64;
/** What a step takes in memory beside the text of its data: record, brief, its share of a kept state. Measured. */
const BYTES_A_STEP = 900;

interface OpenStep extends AnyStep {
  readonly data: Step['data'];
}

/**
 * One game, replayed: its events in the order of `sequenceId` and the states between them. Grows with the game; events
 * that come late are sorted in, and the states after them are made anew.
 */
export class GameReplay {
  #records: EventRecord[] = [];
  /** `#kept[i]` is the state before the event at `i * KEPT_EVERY`. */
  #kept: ReplayState[] = [];
  #last: ReplayState = NOTHING_KNOWN;
  #glance = new Glance();
  #bytes = 0;

  /** Takes further events of the game, in whatever order. */
  append(records: readonly EventRecord[]): void {
    for (const { data } of records) this.#bytes += data.length + BYTES_A_STEP;
    const lastStep = this.lastStep;
    const further = records.toSorted(byStep);
    if ((further[0]?.sequenceId ?? lastStep) >= lastStep) {
      for (const record of further) this.#pass(record);
      return;
    }
    const all = [...this.#records, ...further].sort(byStep);
    this.#records = [];
    this.#kept = [];
    this.#last = NOTHING_KNOWN;
    this.#glance = new Glance();
    for (const record of all) this.#pass(record);
  }

  /** Number of events. */
  get events(): number {
    return this.#records.length;
  }

  /** `sequenceId` of the last event; -1 before the first. */
  get lastStep(): number {
    return this.#records.at(-1)?.sequenceId ?? -1;
  }

  /** Memory that the game takes, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** State after the last event with this `sequenceId` or a lower one; before the first event nothing is known. */
  stateAt(step: number): ReplayState {
    return this.#stateBefore(this.#placeAfter(step));
  }

  boardAt(step: number): GameState {
    return boardOf(this.stateAt(step));
  }

  summary(): ReplaySummary {
    return this.#glance.summary(this.#last);
  }

  preview(): Pick<ReplaySummary, 'game' | 'blinds' | 'moments'> {
    return this.#glance.preview(this.#last);
  }

  /** Steps `from` to `to`, both inclusive; none for those that the recording does not have. */
  steps(from: number, to: number): Step[] {
    const first = this.#placeAfter(from - 1);
    const records = this.#records.slice(first, this.#placeAfter(to));
    let before = this.#stateBefore(first);
    return records.map((record) => {
      const step = this.#step(record, before);
      before = step.after;
      return step.told;
    });
  }

  #step(record: EventRecord, before: ReplayState): { readonly told: Step; readonly after: ReplayState } {
    const { data, ...rest } = open(record);
    const event: AnyStep = { ...rest, data };
    const { state: after, gaps, comparison } = foldEvent(before, event);
    const { eventType } = event;
    const showsHand = eventType === 'HandPlayed' || eventType === 'CardsDiscarded';
    const told: Step = {
      step: event.sequenceId,
      eventId: record.eventId,
      eventType,
      timestamp: record.timestamp,
      data,
      state: boardOf(after),
      sentence: sentenceOf({ event, before, after, comparison }),
      changes: changesBetween(before, after),
      handBefore: showsHand ? sortHand(before.hand) : null,
      scoring:
        isKnownStep(event) && event.eventType === 'HandPlayed'
          ? scoreParts(event.data, before.jokers, before.deck)
          : null,
      decidedAt: this.#glance.decisionAt(event.sequenceId),
      gaps: [...gaps],
    };
    return { told, after };
  }

  #pass(record: EventRecord): void {
    if (this.#records.length % KEPT_EVERY === 0) this.#kept.push(this.#last);
    this.#records.push(record);
    const before = this.#last;
    const event = open(record);
    const folded = foldEvent(before, event);
    this.#last = folded.state;
    this.#glance.add({ record, event, before, folded });
  }

  #stateBefore(place: number): ReplayState {
    if (place === this.#records.length) return this.#last;
    const kept = Math.floor(place / KEPT_EVERY);
    return this.#records
      .slice(kept * KEPT_EVERY, place)
      .reduce((state, record) => foldEvent(state, open(record)).state, this.#kept[kept] ?? NOTHING_KNOWN);
  }

  /** Place behind the last event of this step or a lower one. */
  #placeAfter(step: number): number {
    return placeAfter(this.#records, step, stepOf);
  }
}

function stepOf(record: EventRecord): number {
  return record.sequenceId;
}

function byStep(a: EventRecord, b: EventRecord): number {
  return a.sequenceId - b.sequenceId;
}

function open(record: EventRecord): OpenStep {
  const data: Step['data'] = JSON.parse(record.data);
  return { eventType: record.eventType, sequenceId: record.sequenceId, data };
}
