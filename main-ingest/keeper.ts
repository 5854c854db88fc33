import { allHave } from './delivery/store-ahead.ts';
import type { StoreThread } from './delivery/store-thread.ts';
import type { Journal } from './journal/journal.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Live } from './live/live.ts';
import type { LiveFile } from './live/saved.ts';

/** So many events, or so long, may have to be read again from the journal at the next start. */
const SAVE_EVENTS = 20_000;
const SAVE_MS = 5000;

export interface Kept {
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly live: Live;
  readonly liveFile: LiveFile;
  readonly stores: readonly StoreThread[];
  /** Bytes of the journal at which what lives behind it is saved without delay, so that it can be trimmed. */
  readonly roomyBytes: number;
}

/**
 * Saves what lives behind the journal, and gives up what all of it and all stores have. Saving writes to the disk while
 * the intake waits, so it is done for many events at once, or when nothing else brings it about for long.
 */
export class Keeper {
  readonly #kept: Kept;
  #savedAt = performance.now();
  /** Position up to which all that lives behind the journal was given to be saved; the ledger's file follows a moment later. */
  #saved = 0;
  #keeping: Promise<void> = Promise.resolve();

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** One after the other: a save that is under way is waited for. */
  keep(options: { readonly saveNow?: boolean } = {}): Promise<void> {
    this.#keeping = this.#keeping.catch(() => undefined).then(() => this.#keep(options));
    return this.#keeping;
  }

  async #keep({ saveNow = false }): Promise<void> {
    const { journal, ledger, live, liveFile, stores, roomyBytes } = this.#kept;
    const { position, bytes } = journal.state();
    const unsaved = position - this.#saved;
    const isLate = performance.now() - this.#savedAt >= SAVE_MS;
    if (saveNow || (unsaved > 0 && (unsaved >= SAVE_EVENTS || bytes >= roomyBytes || isLate))) {
      ledger.save(position);
      this.#saved = await live.save(liveFile);
      this.#savedAt = performance.now();
    }
    await journal.trim(Math.min(this.#saved, ledger.checkpoint(), allHave(journal, stores)));
  }
}
