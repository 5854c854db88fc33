import type { Step } from '../../../main-ingest/contract/replay.ts';
import { textsIn } from './step-data.ts';

export interface ShownCard {
  readonly code: string;
  readonly state: 'played' | 'discarded' | 'drawn' | 'held';
}

export interface ShownHand {
  readonly cards: readonly ShownCard[];
  /** Cards that came after what is shown: drawn in place of those played or discarded. */
  readonly drew: readonly string[];
}

/** The hand as the board shows it: at a hand or a discard the cards held before, with those marked that left it. */
export function shownHand(step: Step): ShownHand {
  const { data, eventType, handBefore, state } = step;
  const drawn = textsIn(data, 'drawn');
  if (handBefore === null) {
    const marked = eventType === 'BlindSelected' || eventType === 'BoosterOpened' ? drawn : [];
    return { cards: mark(state.hand, marked, 'drawn'), drew: [] };
  }
  const gone =
    eventType === 'HandPlayed'
      ? mark(handBefore, textsIn(data, 'hand'), 'played')
      : mark(handBefore, textsIn(data, 'cards'), 'discarded');
  return { cards: gone, drew: drawn };
}

/** Marks as many cards of a code as are named. */
function mark(hand: readonly string[], named: readonly string[], state: ShownCard['state']): ShownCard[] {
  const left = new Map<string, number>();
  for (const code of named) left.set(code, (left.get(code) ?? 0) + 1);
  return hand.map((code) => {
    const count = left.get(code) ?? 0;
    if (count === 0) return { code, state: 'held' };
    left.set(code, count - 1);
    return { code, state };
  });
}
