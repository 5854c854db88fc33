import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Engine } from '../../../main-ingest/contract/cookbook.ts';
import type { EditorTab } from '../../../main-ingest/contract/editor.ts';
import { useAddress, useScope } from '../../address/address.ts';
import { useLive } from '../../contract/live-store.ts';
import type { Runnable } from './dialect.ts';
import { givenOf, knownOf, searchOf, valuesOf, valueText } from './parameters.ts';
import { type Ask, runs, useRun } from './runs.ts';
import { engineOf, parametersOfText, type Subject } from './tab.ts';
import { tabs } from './tabs.ts';

const ROWS = 10_000;
const MOST_ROWS = 1_000_000;

/** Everything that one tab shows: its text, parameters and engine, its last run, and what changes them. */
export function useSheet(subject: Subject, tab: EditorTab | undefined) {
  const { search, set } = useAddress();
  const { scope } = useScope();
  const connected = useLive((view) => view.live?.health.stores.metrics.kind);
  const engine = engineOf(search.engine) ?? subject.engine ?? engineOf(connected) ?? 'duckdb';
  const limit = Math.min(MOST_ROWS, Math.max(1, Math.floor(Number(search.rows)) || ROWS));
  const original = subject.sql(engine);
  const text = tab?.sql ?? original;
  const changed = text !== original;
  const given = useMemo(() => {
    const saved = Object.entries(subject.analysis?.values ?? {}).map(
      ([name, value]) => [name, valueText(value)] as const,
    );
    return { ...Object.fromEntries(saved), ...givenOf(search) };
  }, [subject, search]);
  const parameters = useMemo(() => parametersOfText(subject, text, changed), [subject, text, changed]);
  const values = useMemo(() => valuesOf(parameters, given, scope), [parameters, given, scope]);
  const key = JSON.stringify([engine, text, values, limit]);
  const run = useRun(subject.id);

  const askOf = useCallback(
    (part: Runnable): Ask => ({
      input:
        part.whole && !changed && subject.recipe
          ? { recipe: subject.recipe.name, params: knownOf(given, parameters), scope, engine, limit }
          : { sql: part.sql, params: { ...values }, engine, limit },
      text,
      offset: part.offset,
      key,
    }),
    [changed, subject, given, parameters, scope, engine, limit, values, text, key],
  );
  const start = useCallback(
    (part: Runnable) => {
      tabs.keepWaiting();
      void runs.start(subject.id, askOf(part));
    },
    [subject.id, askOf],
  );

  // What has a name is shown at once; what a person is writing waits until it is run.
  const named = subject.recipe !== undefined || subject.analysis !== undefined;
  const opened = JSON.stringify([subject.id, scope, engine, limit]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: parameters and text wait for Run
  useEffect(() => {
    if (!named || changed || runs.of(subject.id)?.ask.key === key) return;
    start({ sql: text, offset: 0, whole: true });
  }, [opened]);

  // Offered only while what was run is what stands there.
  const wantsMore = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the number of rows that are wanted runs it again
  useEffect(() => {
    const last = runs.of(subject.id)?.ask;
    const more = wantsMore.current;
    wantsMore.current = false;
    if (!more || last === undefined || last.input.limit === limit) return;
    void runs.start(subject.id, { ...last, input: { ...last.input, limit }, key });
  }, [limit]);

  const shownTitle = subject.title;
  useEffect(() => {
    tabs.put(subject.id, { title: shownTitle });
  }, [subject.id, shownTitle]);

  return {
    engine,
    limit,
    text,
    changed,
    parameters,
    values,
    run,
    start,
    /** Whether the shown answer is that of another question than the one that stands there. */
    stale: run?.answer !== undefined && (run.answer.ask.key !== key || run.state === 'failed'),
    write: (sql: string) => tabs.put(subject.id, { sql: sql === original ? null : sql }),
    setEngine: (next: Engine) => set({ engine: next }),
    setParameter: (name: string, value: string) => set(searchOf({ [name]: value }), { replace: true }),
    loadMore:
      limit < MOST_ROWS
        ? () => {
            wantsMore.current = true;
            set({ rows: MOST_ROWS });
          }
        : undefined,
    connected: engineOf(connected),
  };
}

export type Sheet = ReturnType<typeof useSheet>;
