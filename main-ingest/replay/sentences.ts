import { parseCard } from '../event/card.ts';
import type { CardsDiscardedData, DecisionMadeData, GameCompletedData, RoundCompletedData } from '../event/data.ts';
import type { Comparison } from './compare.ts';
import { jokerChange } from './joker-change.ts';
import type { ReplayState } from './state.ts';
import { type AnyStep, isKnownStep, type KnownStep } from './step.ts';
import { amount, cardText, counted, dollars, listed, times } from './words.ts';

/** A step and what lies around it: all that can be said about it. */
export interface Told {
  readonly event: AnyStep;
  readonly before: ReplayState;
  readonly after: ReplayState;
  /** Of a snapshot that was compared. */
  readonly comparison: Comparison | undefined;
}

/** What a step did, for the head of the board: "Full House scores 1,540,081 and beats Big Blind". */
export function sentenceOf(told: Told): string {
  const { event } = told;
  if (!isKnownStep(event)) return briefOf(told);
  switch (event.eventType) {
    case 'GameStarted':
      return `The game starts: ${event.data.deck}, ${event.data.stakes} stake, ${dollars(event.data.startingMoney)}`;
    case 'HandPlayed': {
      const { handType, scoring, roundScore, targetScore, blindName } = event.data;
      const beats = roundScore >= targetScore ? ` and beats ${blindName}` : '';
      return `${handType} scores ${amount(scoring.finalScore)}${beats}`;
    }
    case 'RoundCashedOut': {
      const { earned } = event.data;
      const parts = Object.entries(earned).filter(([, paid]) => paid !== 0);
      return `${briefOf(told)}: ${listed(parts.map(([part, paid]) => `${part} ${dollars(paid)}`)) || 'nothing earned'}`;
    }
    case 'ShopEntered':
      return `Enters the shop: ${counted(event.data.shopItems.length, 'offer')}, reroll ${dollars(event.data.rerollCost)}`;
    case 'BoosterOpened':
      return `${briefOf(told)}: ${counted(event.data.options.length, 'option')}, ${event.data.picks} to take`;
    case 'BoosterPicked': {
      const from = told.before.booster ? ` from ${told.before.booster.name}` : '';
      return `Takes ${cardText(event.data.name)}${from}`;
    }
    case 'CardsDiscarded':
      return `${briefOf(told)}: ${listed(event.data.cards.map(cardText))}`;
    case 'GameCompleted':
      return `${briefOf(told)}, best hand ${amount(event.data.finalScore)}`;
    default:
      return briefOf(told);
  }
}

/** The same in a few words, for a list: "Full House 1,540,081". */
export function briefOf(told: Told): string {
  return isKnownStep(told.event) ? known(told.event, told) : apart(told.event.eventType);
}

function known(event: KnownStep, { before, after, comparison }: Told): string {
  switch (event.eventType) {
    case 'GameStarted':
      return 'The game starts';
    case 'BlindSelected':
      return `${event.data.blindName}, target ${amount(event.data.targetScore)}`;
    case 'BlindSkipped':
      return `Skips the ${event.data.blindType} blind${event.data.tag ? ` for ${event.data.tag}` : ''}`;
    case 'HandPlayed':
      return `${event.data.handType} ${amount(event.data.scoring.finalScore)}`;
    case 'CardsDiscarded':
      return discarded(event.data);
    case 'RoundCompleted':
      return completed(event.data);
    case 'RoundCashedOut':
      return `Cashes out ${dollars(event.data.moneyAfter - event.data.moneyBefore)}`;
    case 'ShopEntered':
      return 'Enters the shop';
    case 'ShopRerolled':
      return `Rerolls the shop ${paid(event.data.cost)}`;
    case 'ItemPurchased':
      return `Buys ${cardText(event.data.name)} ${paid(event.data.cost)}`;
    case 'ItemSold':
      return `Sells ${cardText(event.data.name)} for ${dollars(event.data.value)}`;
    case 'ShopLeft':
      return 'Leaves the shop';
    case 'BoosterOpened':
      return `Opens ${event.data.name} ${event.data.slot === undefined ? 'from a tag' : paid(event.data.cost)}`;
    case 'BoosterPicked':
      return `Takes ${cardText(event.data.name)}`;
    case 'BoosterSkipped':
      return `Skips ${event.data.name}`;
    case 'ConsumableUsed': {
      const { name, targets } = event.data;
      return targets.length === 0 ? `Uses ${name}` : `Uses ${name} on ${listed(targets.map(cardText))}`;
    }
    case 'JokersChanged':
      return jokerChange(before.jokers, after.jokers, before.jokerSlots, after.jokerSlots);
    case 'ConsumablesChanged':
      return `Holds ${listed(event.data.consumables) || 'no consumables'}`;
    case 'HandChanged':
      return `Hand now ${counted(event.data.hand.length, 'card')}`;
    case 'DeckChanged':
      return `Deck now ${counted(event.data.deckSize, 'card')}`;
    case 'DecisionMade':
      return `Chose ${choiceOf(event.data)}`;
    case 'StateSnapshot':
      return snapshotText(comparison);
    case 'GameCompleted':
      return ended(event.data);
    default:
      return apart(event.eventType);
  }
}

function discarded({ cause, cards }: CardsDiscardedData): string {
  return cause ? `${cause} discards ${counted(cards.length, 'card')}` : `Discards ${counted(cards.length, 'card')}`;
}

function completed({ outcome, blindName, score, targetScore }: RoundCompletedData): string {
  const ratio = targetScore > 0 ? `, ${times(score, targetScore)} target` : '';
  return outcome === 'won' ? `${blindName} beaten${ratio}` : `Lost to ${blindName}${ratio}`;
}

function paid(cost: number): string {
  return cost === 0 ? 'for nothing' : `for ${dollars(cost)}`;
}

/** What was chosen, as far as the option's text follows the usual form: "play of 5", "open Arcana Pack", "cash out". */
export function choiceOf({ decisionType, optionSelected }: Pick<DecisionMadeData, 'decisionType' | 'optionSelected'>) {
  const [verb, ...rest] = optionSelected.split(' ');
  if (verb !== decisionType) return optionSelected;
  const what = rest.join(' ');
  switch (decisionType) {
    case 'play':
    case 'discard': {
      const cards = rest.filter((word) => parseCard(word) !== undefined).length;
      return cards === 0 || cards < rest.length ? optionSelected : `${decisionType} of ${cards}`;
    }
    case 'open-booster':
      return what === '' ? 'open a pack' : `open ${what}`;
    case 'pick':
      return `pick ${cardText(what)}`;
    default:
      return what === '' ? decisionType.replace('-', ' ') : optionSelected;
  }
}

function snapshotText(comparison: Comparison | undefined): string {
  if (!comparison) return 'The replay goes on from a snapshot';
  if (comparison.mismatches.length === 0) return 'Snapshot agrees';
  return `Snapshot differs in ${listed(comparison.mismatches.map(({ field }) => field))}`;
}

function ended({ outcome, finalAnte }: GameCompletedData): string {
  const how = { win: 'Game won', loss: 'Game lost', abandoned: 'Game abandoned' }[outcome];
  return `${how} in ante ${finalAnte}`;
}

/** An event type in words: `TarotFound` as "Tarot found". */
function apart(eventType: string): string {
  const words = eventType.replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
