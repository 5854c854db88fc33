import { carry, carryOffer } from './carried.ts';
import { type Comparison, compareWithSnapshot } from './compare.ts';
import { type Effect, effectOf } from './effects.ts';
import type { ReplayState } from './state.ts';
import { type AnyStep, isKnownStep } from './step.ts';

/** A state after an event, and what the replay could not follow on the way, in words. */
export interface Folded {
  readonly state: ReplayState;
  readonly gaps: readonly string[];
  /** Of a snapshot, with the state before it; none where the replay starts from it. */
  readonly comparison: Comparison | undefined;
}

const NO_GAPS: readonly string[] = [];
const NO_EFFECT: Effect = { change: {}, missed: [] };

/**
 * The state after an event (interfaces, sections 2 and 3). Pure: the same state and event give the same answer, and
 * neither is changed. Events are to come in order of `sequenceId`, their data checked at the edge; what is missing
 * between two of them, or named but not held, is noted as a gap, and the fold goes on. Of a type that the workbench
 * does not know, only the fields that any event may carry count.
 */
export function foldEvent(before: ReplayState, event: AnyStep): Folded {
  const gaps = missingSteps(before, event);
  const carried = carry(gaps.length === 0 ? before : unsure(before), event);
  const { change, missed } = isKnownStep(event) ? effectOf(carried, event) : NO_EFFECT;
  const state = carryOffer({ ...carried, ...change }, event);
  const comparison = comparisonOf(carried, event);
  if (missed.length === 0) return { state, gaps, comparison };
  return { state: unsure(state), gaps: [...gaps, ...missed], comparison };
}

function comparisonOf(state: ReplayState, event: AnyStep): Comparison | undefined {
  if (state.footing === 'middle' || !isKnownStep(event) || event.eventType !== 'StateSnapshot') return undefined;
  return compareWithSnapshot(state, event.data.state);
}

function unsure(state: ReplayState): ReplayState {
  return state.footing === 'whole' ? { ...state, footing: 'gap' } : state;
}

function missingSteps(before: ReplayState, event: AnyStep): readonly string[] {
  const { nextSequence } = before;
  const { sequenceId } = event;
  if (sequenceId === nextSequence) return NO_GAPS;
  if (nextSequence === null) {
    if (event.eventType === 'GameStarted') return NO_GAPS;
    return [
      sequenceId === 0
        ? 'The recording does not say how the game started'
        : `The recording starts in the middle, at step ${sequenceId}`,
    ];
  }
  if (sequenceId < nextSequence) return [`Step ${sequenceId} is there twice`];
  const last = sequenceId - 1;
  return [last === nextSequence ? `Step ${last} is missing` : `Steps ${nextSequence} to ${last} are missing`];
}
