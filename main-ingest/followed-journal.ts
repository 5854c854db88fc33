import type { DataFolder } from './data-folder.ts';
import { firstStatus } from './delivery/catch-up.ts';
import type { StoreThread } from './delivery/store-thread.ts';
import { EngineError } from './engine-error.ts';
import { type Journal, JournalError, type JournalOptions } from './journal/journal.ts';
import type { Published } from './journal/published.ts';
import { openJournal } from './journal/segments.ts';
import { ledgerCheckpoint } from './ledger/ledger-checkpoint.ts';

/** Opens the journal behind what all that follows it has seen of it. @throws JournalError, EngineError */
export async function openFollowedJournal(
  folder: DataFolder,
  options: JournalOptions,
  published: Published,
  stores: readonly StoreThread[],
  seen: number,
): Promise<Journal> {
  const opening = () =>
    openJournal(folder.journal, options, published, {
      atLeast: Math.max(seen, ledgerCheckpoint(folder.ledger), ...stores.map((store) => store.checkpoint())),
      isCertain: stores.every((store) => store.isPlaced()),
      wanted: Math.min(seen, ledgerCheckpoint(folder.ledger), ...stores.map((store) => store.checkpoint())),
    });
  try {
    return await opening();
  } catch (error) {
    if (!(error instanceof JournalError && error.code === 'UNCERTAIN')) throw error;
    await Promise.all(stores.map((store) => firstStatus(store, Infinity)));
    const away = stores.find((store) => !store.isPlaced());
    if (away === undefined) return opening();
    const { kind, address, lastError } = away.status();
    const tip = `Bring ${kind}${address === undefined ? '' : ` at ${address}`} back (${lastError?.message ?? 'it does not answer'}) and start again: only it can say where the events went on.`;
    throw new EngineError('The journal', tip, error);
  }
}
