import type { ReplaySummary, StepBrief } from '../contract/replay.ts';
import type { EventRecord } from '../event/event.ts';
import { BlindScores } from './blinds.ts';
import type { Folded } from './fold.ts';
import { GameFacts } from './game-facts.ts';
import { JokerJoins } from './joker-joins.ts';
import { decisiveMoments, type LeastSure } from './moments.ts';
import { placeAfter } from './order.ts';
import { briefOf, choiceOf } from './sentences.ts';
import type { ReplayState } from './state.ts';
import { type AnyStep, isKnownStep } from './step.ts';

/** A step as the fold goes over it. */
export interface Passed {
  readonly record: EventRecord;
  readonly event: AnyStep;
  readonly before: ReplayState;
  readonly folded: Folded;
}

/** A whole game at a glance, gathered as its steps go by: all that the strip, the event list and a preview show. */
export class Glance {
  readonly #briefs: StepBrief[] = [];
  readonly #blinds = new BlindScores();
  readonly #joins = new JokerJoins();
  readonly #facts = new GameFacts();
  readonly #snapshots: ReplaySummary['snapshots'] = { compared: 0, agree: 0, fields: 0, steps: [], mismatches: [] };
  readonly #gaps: ReplaySummary['gaps'] = [];
  readonly #decisions: number[] = [];
  readonly #confidences: number[] = [];
  readonly #latencies: number[] = [];
  #leastSure: LeastSure | undefined;
  #firstUs: number | undefined;

  add(passed: Passed): void {
    const { record, event, before, folded } = passed;
    const step = event.sequenceId;
    this.#firstUs ??= record.timestampUs;
    this.#blinds.add(event);
    this.#joins.add(event, before, folded.state);
    this.#facts.add(record, event);
    for (const gap of folded.gaps) this.#gaps.push({ step, gap });
    this.#compared(step, folded);
    this.#decided(event);
    this.#briefs.push(this.#brief(passed));
  }

  /** The last decision up to a step; `null` where there was none. */
  decisionAt(step: number): number | null {
    return this.#decisions[placeAfter(this.#decisions, step, (decided) => decided) - 1] ?? null;
  }

  /** @param last the state after the last step */
  preview(last: ReplayState): Pick<ReplaySummary, 'game' | 'blinds' | 'moments'> {
    const blinds = [...this.#blinds.blinds];
    const { end } = this.#facts;
    return {
      game: this.#facts.row(last, this.#briefs.length),
      blinds,
      moments: decisiveMoments({ blinds, joined: this.#joins.stayed(), leastSure: this.#leastSure, end }),
    };
  }

  summary(last: ReplayState): ReplaySummary {
    return {
      ...this.preview(last),
      steps: [...this.#briefs],
      snapshots: this.#snapshots,
      gaps: this.#gaps,
      decisions: {
        count: this.#decisions.length,
        medianLatencyMs: median(this.#latencies),
        confidences: this.#confidences.toSorted((a, b) => a - b),
      },
    };
  }

  #compared(step: number, { comparison }: Folded): void {
    if (!comparison) return;
    const { fields, mismatches } = comparison;
    this.#snapshots.compared += 1;
    this.#snapshots.agree += mismatches.length === 0 ? 1 : 0;
    this.#snapshots.fields += fields;
    this.#snapshots.steps.push(step);
    for (const mismatch of mismatches) this.#snapshots.mismatches.push({ step, ...mismatch });
  }

  #decided(event: AnyStep): void {
    if (!isKnownStep(event) || event.eventType !== 'DecisionMade') return;
    const step = event.sequenceId;
    const { confidenceScore: confidence, latencyMs, optionsAvailable } = event.data;
    this.#decisions.push(step);
    this.#confidences.push(confidence);
    if (latencyMs !== undefined) this.#latencies.push(latencyMs);
    const wasChoice = optionsAvailable.length !== 1;
    if (wasChoice && confidence < (this.#leastSure?.confidence ?? Number.POSITIVE_INFINITY)) {
      this.#leastSure = { step, choice: choiceOf(event.data), confidence };
    }
  }

  #brief({ record, event, before, folded }: Passed): StepBrief {
    const { state: after, comparison } = folded;
    return {
      step: event.sequenceId,
      eventType: event.eventType,
      sentence: briefOf({ event, before, after, comparison }),
      phase: after.phase,
      cards: cardsOf(event),
      round: after.round,
      blindName: after.blindName,
      ante: after.ante,
      atMs: (record.timestampUs - (this.#firstUs ?? record.timestampUs)) / 1000,
      money: after.money,
      confidence: isKnownStep(event) && event.eventType === 'DecisionMade' ? event.data.confidenceScore : null,
    };
  }
}

/** Cards that an event names: played, discarded, aimed at, taken. */
function cardsOf(event: AnyStep): string[] {
  if (!isKnownStep(event)) return [];
  switch (event.eventType) {
    case 'HandPlayed':
      return event.data.hand;
    case 'CardsDiscarded':
      return event.data.cards;
    case 'ConsumableUsed':
      return event.data.targets;
    case 'BoosterPicked':
    case 'ItemPurchased':
      return event.data.type === 'playing-card' ? [event.data.name] : [];
    default:
      return [];
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}
