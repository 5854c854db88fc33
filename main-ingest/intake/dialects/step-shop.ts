import { notTold } from './fields.ts';
import type { ObservedItem, ObservedShop } from './observation.ts';
import type { Offered } from './run-memory.ts';
import { FIRST_REROLL, TAG_PACKS } from './run-rules.ts';
import type { Step } from './step.ts';

const ROWS = ['cards', 'vouchers', 'boosters'] as const;

/** The items of a new offer: slots count cards, then vouchers, then boosters. */
function newOffer(shop: ObservedShop): Offered[] {
  return ROWS.flatMap((row) => shop[row].map((item) => ({ ...item, row }))).map((item, slot) => ({ ...item, slot }));
}

/** As `shopItems` has them. */
export function shopItems(offers: readonly Offered[]): { slot: number; type: string; name: string; cost: number }[] {
  return offers.map(({ slot, type, name, cost }) => ({ slot, type, name, cost }));
}

export function enterShop(step: Step): void {
  const { before, after, run } = step;
  run.offers = after.shop === undefined ? [] : newOffer(after.shop);
  // A D6 Tag is spent on the shop that it makes free to reroll.
  const free = before.tags?.includes('D6 Tag') === true && after.tags?.length !== before.tags.length;
  run.rerollCost = after.rerollCost ?? (free ? 0 : (after.baseRerollCost ?? FIRST_REROLL));
  step.add('ShopEntered', {
    money: after.money,
    shopItems: shopItems(run.offers),
    rerollCost: run.rerollCost,
    ...notTold({ shopItems: after.shop, rerollCost: after.rerollCost }),
  });
}

/** What happened between two states of one shop: a reroll, or items taken out of it. */
export function tradeInShop(step: Step): void {
  const { after, request, run } = step;
  const { shop } = after;
  if (shop === undefined) {
    openUnseen(step);
    return;
  }
  const kept = keep(run.offers, shop);
  if (request?.action === 'reroll' || kept === undefined) {
    reroll(step, shop);
    return;
  }
  const taken = run.offers.filter((offer) => !kept.some(({ slot }) => slot === offer.slot));
  run.offers = kept;
  run.rerollCost = after.rerollCost ?? run.rerollCost;
  for (const offer of taken) {
    if (offer.row === 'boosters') openBooster(step, offer);
    else buy(step, offer);
  }
}

/** A pack is open and hides the shop: it is the one that was asked for, else one that fits by kind and price. */
function openUnseen(step: Step): void {
  const { before, after, request, run } = step;
  if (after.phase !== 'booster') return;
  const boosters = run.offers.filter((offer) => offer.row === 'boosters');
  const paid = (before.money ?? 0) - (after.money ?? 0);
  const offer =
    (request?.row === 'booster' && request.place !== undefined ? boosters[request.place] : undefined) ??
    boosters.find(({ name, cost }) => cost === paid && boosterKind(name) === after.packKind) ??
    boosters.find(({ name }) => boosterKind(name) === after.packKind);
  run.offers = run.offers.filter((one) => one !== offer);
  openBooster(step, offer);
}

/** The shop as it is when a pack closes: what is gone from it went with the pack. */
export function backInShop(step: Step): void {
  const { after, run } = step;
  if (after.shop !== undefined) run.offers = keep(run.offers, after.shop) ?? newOffer(after.shop);
  run.rerollCost = after.rerollCost ?? run.rerollCost;
}

export function leaveShop(step: Step): void {
  step.run.offers = [];
  step.run.rerollCost = undefined;
  step.add('ShopLeft', { money: step.after.money });
}

/** A pack opened from the shop (`offer`) or by a tag. */
export function openBooster(step: Step, offer: Offered | undefined): void {
  const { before, after, run } = step;
  const tag = before.tags?.find((held) => held in TAG_PACKS) ?? '';
  const name = offer?.name ?? TAG_PACKS[tag] ?? `${after.packKind ?? 'Booster'} Pack`;
  const options = after.pack ?? [];
  const picks = name.startsWith('Mega') ? 2 : 1;
  run.booster = { name, options, picksRemaining: picks };
  const cost = offer?.cost ?? 0;
  step.addPaid('BoosterOpened', step.money === undefined ? undefined : step.money - cost, {
    name,
    kind: after.packKind ?? boosterKind(name),
    slot: offer?.slot,
    cost,
    options: options.map((item) => item.name),
    picks,
    drawn: [...(after.hand ?? [])],
  });
}

/** What was taken from the open pack between two states; `closed` when the pack is no longer open. */
export function pickFromBooster(step: Step, closed: boolean): void {
  const { after, run } = step;
  const { booster } = run;
  if (booster === undefined) return;
  const left = closed ? [] : [...(after.pack ?? [])];
  const taken = closed
    ? takenAtClosing(step, booster.options)
    : booster.options.filter((item) => !removeItem(left, item));
  for (const item of taken) {
    booster.picksRemaining = closed ? 0 : Math.max(0, booster.picksRemaining - 1);
    step.add('BoosterPicked', { name: item.name, type: item.type, picksRemaining: booster.picksRemaining });
  }
  if (closed) {
    if (taken.length === 0) step.add('BoosterSkipped', { name: booster.name });
    run.booster = undefined;
  } else if (taken.length > 0) {
    run.booster = { ...booster, options: after.pack ?? [] };
  }
}

/** What a closing pack gave: what joined a row, else nothing that can be seen. */
function takenAtClosing(step: Step, options: readonly ObservedItem[]): ObservedItem[] {
  const { before, after } = step;
  const rowsBefore = [...(before.jokers ?? []), ...(before.consumables ?? [])].map((item) => item.name);
  const rowsAfter = [...(after.jokers ?? []), ...(after.consumables ?? [])].map((item) => item.name);
  for (const name of rowsBefore) {
    const place = rowsAfter.indexOf(name);
    if (place !== -1) rowsAfter.splice(place, 1);
  }
  const joined = options.find((item) => rowsAfter.includes(item.name));
  if (joined !== undefined) return [joined];
  const raised = options.find((item) => item.type === 'planet' && levelsDiffer(step));
  return raised === undefined ? [] : [raised];
}

function levelsDiffer(step: Step): boolean {
  return [...(step.after.hands ?? [])].some(([name, { level }]) => step.before.hands?.get(name)?.level !== level);
}

function reroll(step: Step, shop: ObservedShop): void {
  const { after, run } = step;
  const cost = Math.max(0, (step.money ?? 0) - (after.money ?? step.money ?? 0));
  run.offers = newOffer(shop);
  // A reroll costs a dollar more each time.
  run.rerollCost = after.rerollCost ?? (cost === 0 ? undefined : cost + 1);
  step.addPaid('ShopRerolled', after.money, {
    cost,
    shopItems: shopItems(run.offers),
    rerollCost: run.rerollCost,
  });
}

function buy(step: Step, offer: Offered): void {
  step.addPaid('ItemPurchased', step.money === undefined ? undefined : step.money - offer.cost, {
    slot: offer.slot,
    type: offer.type,
    name: offer.name,
    cost: offer.cost,
    rerollCost: step.after.rerollCost !== step.before.rerollCost ? step.after.rerollCost : undefined,
  });
}

/** The offers that are still there, with the slots that they had; undefined when the cards are others: a reroll. */
function keep(offers: readonly Offered[], shop: ObservedShop): Offered[] | undefined {
  const kept: Offered[] = [];
  for (const row of ROWS) {
    const left = [...shop[row]];
    for (const offer of offers) if (offer.row === row && removeItem(left, offer)) kept.push(offer);
    if (left.length > 0) return undefined;
  }
  return kept;
}

/** Takes an item out of a list, by its name; false when it is not there. */
function removeItem(items: ObservedItem[], wanted: ObservedItem): boolean {
  const place = items.findIndex((item) => item.name === wanted.name && item.type === wanted.type);
  if (place === -1) return false;
  items.splice(place, 1);
  return true;
}

function boosterKind(name: string): string | undefined {
  return ['Arcana', 'Celestial', 'Spectral', 'Standard', 'Buffoon'].find((kind) => name.includes(kind));
}
