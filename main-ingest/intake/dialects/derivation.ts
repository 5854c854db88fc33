import type { Json } from '../../event/event.ts';
import { known } from './fields.ts';
import type { Observation, Request } from './observation.ts';
import { RunMemory } from './run-memory.ts';
import { type Draft, Step } from './step.ts';
import {
  cashOut,
  completeRound,
  discard,
  handsBetween,
  otherHandChange,
  playHand,
  selectBlind,
  skipBlind,
} from './step-round.ts';
import { rowChanges, sellAndUse } from './step-rows.ts';
import { backInShop, enterShop, leaveShop, openBooster, pickFromBooster, shopItems, tradeInShop } from './step-shop.ts';

/** Events after which the hand is accounted for. */
const HAND_EVENTS: ReadonlySet<string> = new Set(['HandPlayed', 'CardsDiscarded', 'ConsumableUsed', 'BlindSelected']);

/**
 * One run of the real game, told by its states: derives the canonical events that lead from one state to the next
 * (interfaces, section 2). What the states cannot tell is left out, never invented.
 */
export class RunDerivation {
  readonly #run = new RunMemory();
  #last: Observation | undefined;

  /** Whether a state cannot belong to this run: the run is over, the seed is another, or rounds start again. */
  excludes(state: Observation): boolean {
    const last = this.#last;
    if (last === undefined) return false;
    if (this.#run.ended && state.phase !== 'game-over') return true;
    if (last.seed !== undefined && state.seed !== undefined && last.seed !== state.seed) return true;
    return (state.round ?? 0) < (last.round ?? 0);
  }

  /**
   * The next state of the run: the events that lead to it, and the state itself.
   * @param request what was asked of the game in the state before
   * @param atUs when the state was seen, microseconds since 1970
   */
  observe(state: Observation, request: Request | undefined, atUs: number): Draft[] {
    const before = this.#last;
    const drafts =
      before === undefined ? this.#begin(state, request, atUs) : this.#follow(before, state, request, atUs);
    this.#last = carried(before, state);
    return [...drafts, { eventType: 'StateSnapshot', data: { state: this.#snapshot(state) } }];
  }

  /** The run ends here: the agent goes to the menu, or starts another. */
  leave(atUs: number): Draft[] {
    const last = this.#last;
    if (last === undefined || this.#run.ended) return [];
    const step = new Step(last, last, undefined, this.#run);
    this.#complete(step, this.#run.won ? 'win' : 'abandoned', atUs);
    return step.drafts;
  }

  #begin(state: Observation, request: Request | undefined, atUs: number): Draft[] {
    const run = this.#run;
    run.deck = state.deck ?? request?.deck;
    run.stakes = state.stakes ?? request?.stakes;
    run.ante = state.ante;
    run.round = state.round ?? 0;
    run.blind = state.blind;
    run.deckSize = state.deckSize;
    const fresh = state.phase === 'blind-select' && run.round === 0;
    if (!fresh) return [];
    run.ante ??= 1;
    run.startedAtUs = atUs;
    const step = new Step(state, state, request, run);
    step.add('GameStarted', {
      seed: state.seed ?? request?.seed ?? 'unknown',
      stakes: run.stakes ?? 'unknown',
      deck: run.deck ?? 'unknown',
      startingMoney: state.money,
      hands: state.handsRemaining,
      discards: state.discardsRemaining,
      handSize: state.handSize,
      jokerSlots: state.jokerSlots,
      deckSize: state.deckSize,
      jokers: state.jokers?.map((joker) => joker.name),
      consumables: state.consumables?.map((consumable) => consumable.name),
      vouchers: state.vouchers && [...state.vouchers],
      ante: run.ante,
      round: run.round,
    });
    return step.drafts;
  }

  #follow(before: Observation, after: Observation, request: Request | undefined, atUs: number): Draft[] {
    const run = this.#run;
    const step = new Step(before, after, request, run);
    if (after.phase === 'playing' && before.phase !== 'playing') run.round = after.round ?? run.round + 1;
    this.#events(step);
    run.blind = after.blind ?? run.blind;
    run.won ||= after.won === true;
    this.#accountForTheRest(step);
    if (after.phase === 'game-over' && !run.ended) this.#complete(step, run.won ? 'win' : 'loss', atUs);
    return step.drafts;
  }

  #events(step: Step): void {
    const { before, after } = step;
    switch (before.phase) {
      case 'blind-select':
        if (after.nextBlind !== before.nextBlind && after.phase !== 'playing') skipBlind(step);
        break;
      case 'playing':
        inRound(step);
        break;
      case 'shop':
        if (after.phase === 'shop' || after.phase === 'booster') tradeInShop(step);
        break;
      case 'booster':
        pickFromBooster(step, after.phase !== 'booster');
        break;
      default:
        break;
    }
    if (after.phase !== before.phase) this.#enter(step);
    if (before.phase !== 'booster') sellAndUse(step);
    if (before.phase === after.phase && !step.drafts.some(({ eventType }) => HAND_EVENTS.has(eventType)))
      otherHandChange(step);
    rowChanges(step);
  }

  /** What it takes to get into the phase that the game is in now. */
  #enter(step: Step): void {
    const { before, after } = step;
    switch (after.phase) {
      case 'playing':
        if (before.phase === 'shop') leaveShop(step);
        if (before.phase !== 'booster' || after.round !== before.round) selectBlind(step);
        break;
      case 'shop':
        if (before.phase === 'booster') {
          backInShop(step);
        } else {
          cashOut(step);
          enterShop(step);
        }
        break;
      case 'blind-select':
        if (before.phase === 'shop') leaveShop(step);
        break;
      case 'booster':
        if (step.run.booster === undefined) openBooster(step, undefined);
        break;
      default:
        break;
    }
  }

  /** Values of the state that the events found do not lead to: they are the state's from here on, whatever the cause. */
  #accountForTheRest(step: Step): void {
    const { after, run } = step;
    const rest: Record<string, number> = {};
    if (step.unexplainedMoney !== 0 && after.money !== undefined) rest.moneyAfter = after.money;
    if (after.ante !== undefined && run.ante !== undefined && after.ante !== run.ante) rest.ante = after.ante;
    run.ante = after.ante ?? run.ante;
    if (Object.keys(rest).length === 0) return;
    step.settleMoney();
    step.add('StateChanged', rest);
  }

  #complete(step: Step, outcome: 'win' | 'loss' | 'abandoned', atUs: number): void {
    const { after, run } = step;
    run.ended = true;
    step.add('GameCompleted', {
      outcome,
      finalScore: run.bestScore,
      finalAnte: run.lastHand?.ante ?? step.ante,
      finalRound: run.lastHand?.round ?? run.round,
      finalMoney: after.money ?? 0,
      finalJokers: (after.jokers ?? []).map((joker) => joker.name),
      handsPlayed: run.handsPlayed,
      durationMs: run.startedAtUs === undefined ? undefined : Math.max(0, Math.round((atUs - run.startedAtUs) / 1000)),
    });
  }

  /** The state in the words of interfaces, section 3; what this phase's values do not mean there is left out. */
  #snapshot(state: Observation): Json {
    const round = state.phase === 'playing' || state.phase === 'round-end' || state.phase === 'game-over';
    const run = this.#run;
    return known({
      phase: state.phase,
      ante: state.ante,
      round: state.round,
      blindType: round ? state.blind?.type : undefined,
      blindName: round ? state.blind?.name : undefined,
      targetScore: round ? state.blind?.targetScore : undefined,
      roundScore: round ? state.roundScore : undefined,
      handsRemaining: round ? state.handsRemaining : undefined,
      discardsRemaining: round ? state.discardsRemaining : undefined,
      money: state.money,
      hand: state.phase === 'playing' ? state.hand && [...state.hand] : undefined,
      jokers: state.jokers?.map((joker) => joker.name),
      consumables: state.consumables?.map((consumable) => consumable.name),
      deckSize: state.deckSize,
      shopItems: state.phase === 'shop' && state.shop !== undefined ? shopItems(run.offers) : undefined,
      rerollCost: state.phase === 'shop' ? state.rerollCost : undefined,
    });
  }
}

function inRound(step: Step): void {
  const { before, after } = step;
  const told = after.phase === 'playing' || after.phase === 'round-end' || after.phase === 'game-over';
  const hands = told ? handsBetween(step) : 0;
  if (hands === 1) playHand(step);
  else if (hands === 0 && (after.discardsRemaining ?? 0) < (before.discardsRemaining ?? 0) && told) discard(step);
  if (after.phase === 'round-end' || after.phase === 'shop') completeRound(step, 'won');
  if (after.phase === 'game-over') completeRound(step, 'lost');
  if (after.phase === 'playing' && after.round !== before.round) selectBlind(step);
}

/** A state with what it does not tell taken over from the one before, where that still holds. */
function carried(before: Observation | undefined, state: Observation): Observation {
  if (before === undefined) return state;
  return {
    ...state,
    jokers: state.jokers ?? before.jokers,
    jokerSlots: state.jokerSlots ?? before.jokerSlots,
    consumables: state.consumables ?? before.consumables,
    tags: state.tags ?? before.tags,
    hands: state.hands ?? before.hands,
    interestCap: state.interestCap ?? before.interestCap,
  };
}
