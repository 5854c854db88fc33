import { isDefinedError, safe } from '@orpc/client';
import { useSyncExternalStore } from 'react';
import type { AnswerHead, Engine, ParameterValue, QueryProblem } from '../../../main-ingest/contract/cookbook.ts';
import type { Scope } from '../../../main-ingest/contract/scope.ts';
import { engine } from '../../contract/engine.ts';
import { AnswerRows } from './answer-rows.ts';

/** What is asked, as the contract takes it, and where in the editor it stands. */
export interface Ask {
  readonly input:
    | { recipe: string; params: Record<string, ParameterValue>; scope: Scope; engine: Engine; limit: number }
    | { sql: string; params: Record<string, ParameterValue>; engine: Engine; limit: number };
  /** The whole text that the editor showed. */
  readonly text: string;
  /** Where in `text` the asked part begins. */
  readonly offset: number;
  /** Tells two questions apart: text, parameters, engine, rows. */
  readonly key: string;
}

export interface Answer extends AnswerHead {
  /** Grow until there are `rowCount`. */
  readonly rows: AnswerRows;
  readonly ask: Ask;
  /** When it came, milliseconds since 1970. */
  readonly at: number;
  readonly complete: boolean;
}

export interface Run {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly ask: Ask;
  readonly startedAt: number;
  readonly tookMs: number | undefined;
  readonly problem: QueryProblem | undefined;
  /** The newest answer that there is: of this run or, while it is not there, of one before. */
  readonly answer: Answer | undefined;
}

/** Rows are shown as they come, but not more often than this. */
const SHOW_EVERY_MS = 120;

const LOST: QueryProblem = {
  code: 'NO_ANSWER',
  message: 'The answer did not arrive',
  position: null,
  tip: 'Run it again; the status strip says whether the engine is there.',
  engineText: null,
};

/** The last run of each tab. */
class Runs {
  readonly #runs = new Map<string, Run>();
  readonly #stops = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(tab: string): Run | undefined {
    return this.#runs.get(tab);
  }

  /** Runs a query in a tab; what ran there before is cancelled. */
  async start(tab: string, ask: Ask): Promise<void> {
    this.#stops.get(tab)?.abort();
    const stop = new AbortController();
    this.#stops.set(tab, stop);
    const startedAt = Date.now();
    const before = this.#runs.get(tab)?.answer;
    let run: Run = { state: 'running', ask, startedAt, tookMs: undefined, problem: undefined, answer: before };
    const change = (part: Partial<Run>) => {
      if (this.#stops.get(tab) !== stop) return;
      run = { ...run, ...part };
      this.#set(tab, run);
    };
    change({});
    const end = (part: Partial<Run>) => {
      const tookMs = Date.now() - startedAt;
      change({ tookMs, ...part });
      if (stop.signal.aborted) return;
      void remember(run, tookMs);
    };
    const [error, parts] = await safe(engine.cookbook.stream(ask.input, { signal: stop.signal }));
    if (stop.signal.aborted) return;
    if (error) {
      const problem =
        isDefinedError(error) && error.code === 'QUERY' ? error.data : { ...LOST, engineText: error.message };
      end({ state: 'failed', problem });
      return;
    }
    try {
      let answer: Answer | undefined;
      let shownAt = 0;
      for await (const part of parts) {
        if (stop.signal.aborted) return;
        if (part.kind === 'head') {
          const rows = new AnswerRows(part.head.columns);
          answer = { ...part.head, rows, ask, at: Date.now(), complete: part.head.rowCount === 0 };
        } else answer?.rows.add(part.block);
        if (!answer || performance.now() - shownAt < SHOW_EVERY_MS) continue;
        shownAt = performance.now();
        change({ answer: { ...answer, complete: answer.rows.count === answer.rowCount } });
      }
      if (answer === undefined || answer.rows.count !== answer.rowCount)
        throw new Error('The stream ended before its last row');
      end({ state: 'done', answer: { ...answer, complete: true } });
    } catch (lost) {
      if (stop.signal.aborted) return;
      end({ state: 'failed', problem: { ...LOST, engineText: String(lost) }, answer: before });
    }
  }

  /** Ends what runs in a tab, in the store too; false where nothing runs. */
  cancel(tab: string): boolean {
    const run = this.#runs.get(tab);
    if (run?.state !== 'running') return false;
    this.#stops.get(tab)?.abort();
    const { answer } = run;
    this.#set(tab, {
      ...run,
      state: 'cancelled',
      tookMs: Date.now() - run.startedAt,
      // Half of an answer is none.
      answer: answer?.ask === run.ask && !answer.complete ? undefined : answer,
    });
    return true;
  }

  forget(tab: string): void {
    this.#stops.get(tab)?.abort();
    this.#stops.delete(tab);
    this.#runs.delete(tab);
  }

  #set(tab: string, run: Run): void {
    this.#runs.set(tab, run);
    for (const listener of this.#listeners) listener();
  }
}

async function remember({ ask, answer, problem }: Run, ms: number): Promise<void> {
  const text = 'sql' in ask.input ? ask.input.sql : ask.text;
  await engine.editor
    .ran({
      at: Date.now(),
      engine: ask.input.engine,
      text,
      ms,
      rows: problem ? null : (answer?.rowCount ?? null),
      error: problem?.message ?? null,
    })
    .catch(() => undefined);
}

export const runs = new Runs();

export function useRun(tab: string): Run | undefined {
  return useSyncExternalStore(runs.subscribe, () => runs.of(tab));
}
