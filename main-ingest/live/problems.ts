import type { Problem } from '../contract/health.ts';

/** What is wrong and what to do about it; `code` tells one kind of problem from another. */
export interface Trouble {
  readonly code: string;
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly tip: string;
  /** When it began, ISO; else when it was first reported. */
  readonly since?: string;
}

/** What a person has seen, kept over restarts. */
export interface SeenProblems {
  has(id: string): boolean;
  add(id: string): void;
}

const LONGEST_LIST = 100;
const rank: Readonly<Record<Problem['severity'], number>> = { failure: 0, warning: 1, note: 2 };

/**
 * The things that are wrong now. A problem lasts from when it is first reported until its code is cleared, and is new
 * to the person when it comes again.
 */
export class Problems {
  readonly #open = new Map<string, Omit<Problem, 'seen'>>();
  /** Codes that were last reported, by who reports them together. */
  readonly #together = new Map<string, readonly string[]>();
  readonly #seen: SeenProblems;
  readonly #now: () => number;

  constructor(options: { readonly seen: SeenProblems; readonly now?: () => number }) {
    this.#seen = options.seen;
    this.#now = options.now ?? Date.now;
  }

  report({ code, severity, message, tip, since }: Trouble): void {
    const at = since ?? this.#open.get(code)?.at ?? new Date(this.#now()).toISOString();
    this.#open.set(code, { id: `${code}@${at}`, severity, at, code, message, tip });
  }

  clear(code: string): void {
    this.#open.delete(code);
  }

  /** Reports the trouble, or clears its code when there is none. */
  keep(code: string, trouble: Omit<Trouble, 'code'> | undefined): void {
    if (trouble) this.report({ code, ...trouble });
    else this.clear(code);
  }

  /** Reports all that is wrong with something, and clears what it has reported before and does not now. */
  keepAll(what: string, troubles: readonly Trouble[]): void {
    for (const code of this.#together.get(what) ?? [])
      if (troubles.every((trouble) => trouble.code !== code)) this.clear(code);
    for (const trouble of troubles) this.report(trouble);
    this.#together.set(
      what,
      troubles.map(({ code }) => code),
    );
  }

  markSeen(id: string): void {
    this.#seen.add(id);
  }

  /** Worst first, then newest first. */
  list(): Problem[] {
    return [...this.#open.values()]
      .sort((a, b) => rank[a.severity] - rank[b.severity] || b.at.localeCompare(a.at))
      .slice(0, LONGEST_LIST)
      .map((problem) => ({ ...problem, seen: this.#seen.has(problem.id) }));
  }

  /** Failures and warnings that nobody has seen. */
  unseen(): number {
    return this.list().filter((problem) => !problem.seen && problem.severity !== 'note').length;
  }
}
