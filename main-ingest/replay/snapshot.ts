import type { GameStateData } from '../event/data.ts';
import { sameRow } from './compare.ts';
import type { HeldJoker, ReplayState } from './state.ts';

/**
 * What a state takes over from a producer's snapshot when it can not be relied on itself: a replay that starts in the
 * middle, or one that has missed something. What the snapshot does not carry stays as it was.
 */
export function takeOver(state: ReplayState, snapshot: GameStateData): Partial<ReplayState> {
  const phase = snapshot.phase ?? state.phase;
  const selling = phase === 'shop' || (phase === 'booster' && (snapshot.shopItems ?? []).length > 0);
  return {
    footing: 'whole',
    phase,
    ante: snapshot.ante ?? state.ante,
    round: snapshot.round ?? state.round,
    blindType: snapshot.blindType ?? state.blindType,
    blindName: snapshot.blindName ?? state.blindName,
    targetScore: snapshot.targetScore ?? state.targetScore,
    roundScore: snapshot.roundScore ?? state.roundScore,
    handsRemaining: snapshot.handsRemaining ?? state.handsRemaining,
    discardsRemaining: snapshot.discardsRemaining ?? state.discardsRemaining,
    money: snapshot.money ?? state.money,
    deckSize: snapshot.deckSize ?? state.deckSize,
    outcome: snapshot.outcome ?? state.outcome,
    jokers: snapshot.jokers ? namedJokers(state.jokers, snapshot.jokers) : state.jokers,
    hand: snapshot.hand ?? state.hand,
    consumables: snapshot.consumables ?? state.consumables,
    shopItems: snapshot.shopItems ?? state.shopItems,
    rerollCost: selling ? (snapshot.rerollCost ?? state.rerollCost) : null,
    deckRemaining: phase === 'playing' || phase === 'booster' ? null : (snapshot.deckSize ?? state.deckSize),
    booster:
      phase === 'booster'
        ? (state.booster ?? {
            name: 'a pack',
            options: [],
            picksRemaining: 1,
            opensFrom: selling ? 'shop' : 'blind-select',
            dealt: (snapshot.hand ?? []).length > 0,
          })
        : null,
  };
}

/** A row of jokers of which only the names are told: what is known of a joker of that name stays with it. */
export function namedJokers(known: readonly HeldJoker[], names: readonly string[]): readonly HeldJoker[] {
  if (sameRow(known.map(nameOf), names)) return known;
  const left = [...known];
  return names.map((name) => {
    const place = left.findIndex((joker) => joker.name === name);
    return place === -1 ? { name } : (left.splice(place, 1)[0] ?? { name });
  });
}

function nameOf(joker: HeldJoker): string {
  return joker.name;
}
