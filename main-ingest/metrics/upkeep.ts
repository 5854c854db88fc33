import type { StoreNotice } from '../contract/health.ts';

/**
 * What is made of the rows beside the rows: it never stands in their way. What fails is told as long as it does, and tried
 * again by whoever keeps it.
 */
export class Upkeep {
  readonly #failed = new Map<string, StoreNotice>();

  /**
   * Does it. Never throws.
   * @param what `rollups`
   * @param work answers false where there was nothing to do
   */
  async try(what: string, work: () => Promise<boolean>): Promise<void> {
    try {
      if (await work()) this.#failed.delete(what);
    } catch (error) {
      this.#failed.set(what, {
        code: `upkeep-${what.replaceAll(' ', '-')}`,
        severity: 'warning',
        message: `The ${what} cannot be kept: ${error instanceof Error ? error.message : String(error)}`,
        tip: 'Rows are stored all the same and answers are right, only slower. It is tried again by itself.',
        since: this.#failed.get(what)?.since ?? new Date().toISOString(),
      });
    }
  }

  notices(): StoreNotice[] {
    return [...this.#failed.values()];
  }
}
