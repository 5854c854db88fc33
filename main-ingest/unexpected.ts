/**
 * Outlives promises that fail while nobody waits for them: what was asked for has failed then, and that is no reason to end
 * what everybody else asks for. An exception that nobody catches still ends its thread or process: what it left half done
 * is not known.
 * @param tell told of each
 * @returns how to stop that
 */
export function outliveRejections(tell: (error: unknown) => void): () => void {
  process.on('unhandledRejection', tell);
  return () => process.off('unhandledRejection', tell);
}

/** Ends this thread or process with an error, from wherever: it is started again. */
export function endWith(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

/** What happened that nobody was prepared for, since the start. */
export class Unexpected {
  #count = 0;
  #last: { readonly at: string; readonly what: string } | undefined;

  /** @param where it happened, in words */
  happened(where: string, error: unknown): void {
    this.#count += 1;
    const [what = ''] = String(error).split('\n');
    this.#last = { at: new Date().toISOString(), what: `${where}: ${what}` };
  }

  /** How often, and the last time; undefined where all is well. */
  summary(): { readonly count: number; readonly at: string; readonly what: string } | undefined {
    return this.#last && { count: this.#count, ...this.#last };
  }
}
