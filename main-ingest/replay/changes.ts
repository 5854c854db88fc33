import { offersLeft, type ReplayState } from './state.ts';
import { amount, counted, dollars, listed } from './words.ts';

/** A field of the state before and after a step, in words. */
export interface Change {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

type Field = readonly [field: string, words: (state: ReplayState) => string];

/** Fields in the order in which a person wants to know about them. */
const FIELDS: readonly Field[] = [
  ['roundScore', ({ roundScore }) => known(roundScore, amount)],
  ['handsRemaining', ({ handsRemaining }) => known(handsRemaining, amount)],
  ['discardsRemaining', ({ discardsRemaining }) => known(discardsRemaining, amount)],
  ['money', ({ money }) => known(money, dollars)],
  ['jokers', ({ jokers }) => (jokers.length === 0 ? 'none' : jokers.map(({ name }) => name).join(', '))],
  ['jokerSlots', ({ jokerSlots }) => known(jokerSlots, amount)],
  ['consumables', ({ consumables }) => listed(consumables) || 'none'],
  ['hand', ({ hand }) => counted(hand.length, 'card')],
  ['deckSize', ({ deckSize }) => known(deckSize, (cards) => counted(cards, 'card'))],
  ['ante', ({ ante }) => amount(ante)],
  ['round', ({ round }) => amount(round)],
  ['blindName', ({ blindName }) => blindName ?? 'unknown'],
  ['targetScore', ({ targetScore }) => known(targetScore, amount)],
  ['shopItems', (state) => counted(offersLeft(state).length, 'offer')],
  ['rerollCost', ({ rerollCost }) => (rerollCost === null ? 'none' : dollars(rerollCost))],
  ['vouchers', ({ vouchers }) => listed(vouchers) || 'none'],
  ['phase', ({ phase }) => phase.replace('-', ' ')],
  ['outcome', ({ outcome }) => outcome ?? 'none'],
];

/** What a step changed, as words that differ; of the hand only its size, hand levels one by one. */
export function changesBetween(before: ReplayState, after: ReplayState): Change[] {
  const changes: Change[] = [];
  for (const [field, words] of FIELDS) {
    const was = words(before);
    const is = words(after);
    if (was !== is) changes.push({ field, before: was, after: is });
  }
  return before.handLevels === after.handLevels ? changes : [...changes, ...levelChanges(before, after)];
}

function levelChanges(before: ReplayState, after: ReplayState): Change[] {
  const was = new Map(before.handLevels.map(({ handType, level }) => [handType, level]));
  return after.handLevels
    .filter(({ handType, level }) => was.get(handType) !== level)
    .map(({ handType, level }) => ({
      field: `level of ${handType}`,
      before: known(was.get(handType) ?? null, amount),
      after: known(level, amount),
    }));
}

function known(value: number | null, words: (value: number) => string): string {
  return value === null ? 'unknown' : words(value);
}
