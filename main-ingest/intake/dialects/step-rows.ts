import { sameCards, takeCards } from '../../replay/hand-of-cards.ts';
import { notTold } from './fields.ts';
import type { ObservedConsumable, ObservedJoker } from './observation.ts';
import { firstJokerSlots } from './run-rules.ts';
import type { Step } from './step.ts';

/** Sales and uses: what left a row without another event that explains it. */
export function sellAndUse(step: Step): void {
  const { before, after, request } = step;
  if (request?.action === 'sell' || request === undefined) sellJokers(step);
  const gone = leftRow(before.consumables, after.consumables);
  for (const consumable of gone) {
    if (request?.action === 'sell' || (request === undefined && soldFor(step, consumable))) {
      sell(step, consumable.type, consumable.name);
    } else if (request?.action === 'use' || request === undefined) {
      consume(step, consumable);
    }
  }
}

/** The rows as they are now, where they changed. A new sell value alone is no change. */
export function rowChanges(step: Step): void {
  const { before, after, run } = step;
  const jokers = after.jokers;
  if (jokers !== undefined && !sameRow(before.jokers ?? [], jokers)) {
    step.add('JokersChanged', {
      jokers: jokers.map(({ name, edition, sellValue }) => ({
        name,
        ...(edition !== undefined && { edition }),
        ...(sellValue !== undefined && { sellValue }),
      })),
      jokerSlots: after.jokerSlots ?? firstJokerSlots(run),
      ...notTold({ jokerSlots: after.jokerSlots }),
    });
  }
  const consumables = after.consumables?.map((consumable) => consumable.name);
  const earlier = before.consumables?.map((consumable) => consumable.name) ?? [];
  if (consumables !== undefined && consumables.join('\n') !== earlier.join('\n')) {
    step.add('ConsumablesChanged', { consumables });
  }
  if (after.deckSize !== undefined && run.deckSize !== undefined && after.deckSize !== run.deckSize) {
    step.add('DeckChanged', { deckSize: after.deckSize });
  }
  run.deckSize = after.deckSize ?? run.deckSize;
}

function sellJokers(step: Step): void {
  const { before, after, request } = step;
  for (const joker of leftRow(before.jokers, after.jokers)) {
    if (request?.action === 'sell' || soldFor(step, joker)) sell(step, 'joker', joker.name);
  }
}

function sell(step: Step, type: string, name: string): void {
  const value = step.unexplainedMoney;
  step.addPaid('ItemSold', step.after.money, { type, name, value });
}

/** Whether the money that came is what this sells for. */
function soldFor(step: Step, item: ObservedJoker | ObservedConsumable): boolean {
  return item.sellValue !== undefined && item.sellValue > 0 && step.unexplainedMoney === item.sellValue;
}

function consume(step: Step, consumable: ObservedConsumable): void {
  const { before, after, request, run } = step;
  const targets = request?.cards?.flatMap((place) => before.hand?.[place] ?? []) ?? [];
  const changed = before.hand !== undefined && after.hand !== undefined && !sameCards(before.hand, after.hand);
  run.consumablesUsed.push(consumable.name);
  if (consumable.type === 'planet' || consumable.name === 'Black Hole') run.planets.push(consumable.name);
  step.addPaid('ConsumableUsed', after.money, {
    name: consumable.name,
    type: consumable.type,
    targets,
    handAfter: changed && after.hand !== undefined ? [...after.hand] : undefined,
  });
}

function sameRow(a: readonly ObservedJoker[], b: readonly ObservedJoker[]): boolean {
  return (
    a.length === b.length &&
    a.every((joker, place) => joker.name === b[place]?.name && joker.edition === b[place]?.edition)
  );
}

/** What of a row is not in it any more. */
function leftRow<Item extends { readonly name: string }>(
  before: readonly Item[] | undefined,
  after: readonly Item[] | undefined,
): Item[] {
  if (before === undefined || after === undefined) return [];
  const names = takeCards(
    before.map((item) => item.name),
    after.map((item) => item.name),
  ).left;
  const left = [...before];
  return names.flatMap((name) => {
    const place = left.findIndex((item) => item.name === name);
    return place === -1 ? [] : left.splice(place, 1);
  });
}
