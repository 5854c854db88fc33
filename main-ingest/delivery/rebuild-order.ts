import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * The wish that the metrics be made anew, in a small file of the data folder: whoever opens the metrics does it first, and
 * again from the beginning where it was ended in the middle. It is taken away when all is done, or to cancel it.
 */
const Order = z.object({
  /** Journal position up to which (exclusive) the history had everything when it was wished. */
  historyHas: z.number(),
});
export type RebuildOrder = z.infer<typeof Order>;

export function orderRebuild(file: string, order: RebuildOrder): void {
  writeFileSync(`${file}.new`, JSON.stringify(order), { flush: true });
  renameSync(`${file}.new`, file);
}

/** Undefined where nothing is wished; a file that is spoilt is the wish alone, and says nothing of the history. */
export function readOrder(file: string): RebuildOrder | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Order.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { historyHas: 0 };
  }
}

export function isOrdered(file: string): boolean {
  return existsSync(file);
}

export function removeOrder(file: string): void {
  rmSync(file, { force: true });
}
