import type { GameSortKey } from '../../../main-ingest/contract/games.ts';

export interface GameSort {
  readonly key: GameSortKey;
  readonly descending: boolean;
}

const NEWEST: GameSort = { key: 'ended', descending: true };

/** Whether a column starts with its largest: numbers and times do, words do not. */
const DESCENDING: Readonly<Record<GameSortKey, boolean>> = {
  ended: true,
  started: true,
  result: true,
  seed: false,
  strategy: false,
  model: true,
  deck: false,
  stake: false,
  ante: true,
  bestHand: true,
  hands: true,
  money: true,
  length: true,
};

/** `-bestHand` or `seed` of an address; the newest first where it says nothing or cannot be read. */
export function readSort(text: string | undefined): GameSort {
  const [, minus, key] = /^(-?)(\w+)$/.exec(text ?? '') ?? [];
  return key !== undefined && isSortKey(key) ? { key, descending: minus === '-' } : NEWEST;
}

/** Nothing for the order that is there without asking. */
export function writeSort({ key, descending }: GameSort): string | undefined {
  return key === NEWEST.key && descending ? undefined : `${descending ? '-' : ''}${key}`;
}

/** The order after a click on a column: its own first, then turned round. */
export function sortBy(key: string, now: GameSort): GameSort {
  if (!isSortKey(key)) return now;
  return { key, descending: now.key === key ? !now.descending : DESCENDING[key] };
}

function isSortKey(key: string): key is GameSortKey {
  return Object.hasOwn(DESCENDING, key);
}
