import { JournalError, type JournalState } from '../journal/journal.ts';
import type { StoreThread } from './store-thread.ts';

/**
 * Why nothing may be taken in now: a store has confirmed positions that the journal has not given away yet. What got one of
 * them would count as delivered there, and never reach it.
 */
export function storeAhead(
  journal: { state(): JournalState },
  stores: readonly StoreThread[],
): JournalError | undefined {
  const { position } = journal.state();
  const ahead = stores.find((store) => store.checkpoint() > position);
  if (ahead === undefined) return undefined;
  const { kind, address } = ahead.status();
  const name = address === undefined ? kind : `${kind} at ${address}`;
  return new JournalError(
    'STORE_AHEAD',
    `${name} has the events up to ${ahead.checkpoint()}, the journal of this data folder ends at ${position}. ` +
      'It belongs to another data folder, or was away when the journal was begun anew: use the one that belongs to this folder, ' +
      'or an empty one.',
  );
}

/** Position up to which all stores have what the journal held; 0 while one is ahead, which says nothing of what it has. */
export function allHave(journal: { state(): JournalState }, stores: readonly StoreThread[]): number {
  return storeAhead(journal, stores) ? 0 : Math.min(...stores.map((store) => store.checkpoint()));
}
