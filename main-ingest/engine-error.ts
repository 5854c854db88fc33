import { JournalError } from './journal/journal.ts';

/** A part of the engine could not be opened. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly part: string;
  /** What to do. */
  readonly tip: string;

  constructor(part: string, tip: string, cause: unknown) {
    super(`${part} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.part = part;
    this.tip = tip;
  }
}

export const REPAIR = 'Check the disk and the rights of the data folder; `npm run doctor` looks at both.';
export const JOURNAL_TIP =
  'What the stores have confirmed is safe. Put the damaged file back from a backup; or `npm run doctor -- --repair` gives up what cannot be read, and that alone.';
export const LEDGER_TIP =
  'Check the disk and the rights of the data folder. ledger.sqlite can be moved away: it is made anew from the journal and what the history holds.';

/** Opens a part of the engine. @throws EngineError with the tip, or with the journal's where that stands in the way */
export async function opened<T>(part: string, tip: string, opening: () => T | Promise<T>): Promise<T> {
  try {
    return await opening();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    // Where the ledger reads the journal on, it may be the journal that is damaged.
    if (error instanceof JournalError && !error.code.startsWith('DISK_'))
      throw new EngineError('The journal', JOURNAL_TIP, error);
    throw new EngineError(part, tip, error);
  }
}
