import { Lock, Play, WandSparkles } from 'lucide-react';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Engine, Recipe, TableSchema } from '../../../main-ingest/contract/cookbook.ts';
import type { EditorTab } from '../../../main-ingest/contract/editor.ts';
import { useAddress } from '../../address/address.ts';
import { engine as asked } from '../../contract/engine.ts';
import { Button } from '../../control/button.tsx';
import { Segments } from '../../control/segments.tsx';
import { ago, timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { type PanelState, READY } from '../../panel/panel-state.ts';
import { useGone } from '../../panel/use-panel-state.ts';
import { toast } from '../../toast/toast.ts';
import type { Offer } from './completion.ts';
import type { EditorHandle } from './editor.tsx';
import { errorWords } from './error-words.ts';
import { fixOf, nameAt, placeOf } from './fix.ts';
import { formatSql } from './format-sql.ts';
import { HistoryMenu } from './history-menu.tsx';
import { Notes } from './notes.tsx';
import { ParameterFields, shownValue } from './parameter-fields.tsx';
import { QueryError } from './query-error.tsx';
import { chartOf, Result, type ResultHandle } from './result.tsx';
import { ResultFooter } from './result-footer.tsx';
import { RunState, useTicking } from './run-state.tsx';
import { type Run, runs } from './runs.ts';
import { SaveAnalysis } from './save-analysis.tsx';
import styles from './sheet.module.css';
import type { Subject } from './tab.ts';
import { useSaving } from './use-saving.ts';
import { type Sheet as SheetState, useSheet } from './use-sheet.ts';

const Editor = lazy(() => import('./editor.tsx'));

interface SheetProps {
  readonly subject: Subject;
  readonly tab: EditorTab | undefined;
  readonly recipes: readonly Recipe[];
  readonly tables: readonly TableSchema[];
  readonly openNew: (sql: string) => void;
}

const ENGINES: readonly Engine[] = ['duckdb', 'questdb'];

/** One tab: question, parameters, SQL, and the answer. */
export function Sheet({ subject, tab, recipes, tables, openNew }: SheetProps) {
  const sheet = useSheet(subject, tab);
  const { engine, text, changed, parameters, values, run } = sheet;
  const { search } = useAddress();
  const editor = useRef<EditorHandle>(null);
  const result = useRef<ResultHandle>(null);
  const [saving, setSaving] = useState(false);
  const chart = chartOf(subject, search.chart, run?.answer);
  const { save, saveAs, remove } = useSaving(subject, sheet, chart);
  const runHere = () => sheet.start(editor.current?.runnable() ?? { sql: text, offset: 0, whole: true });

  const failure = useMemo(() => failureOf(run, text), [run, text]);
  const offer = useMemo<Offer>(
    () => ({
      tables,
      parameters,
      shown: (name) =>
        name in values
          ? shownValue(
              parameters.find((one) => one.name === name),
              values[name],
            )
          : 'no value',
      values: (table, column, prefix, limit) => asked.cookbook.values({ table, column, prefix, limit }),
    }),
    [tables, parameters, values],
  );
  const format = async () => {
    try {
      const formatted = await formatSql(text, engine);
      if (formatted === undefined) toast('Left as it is: a line with “-- if :name” would be torn');
      else editor.current?.replace(formatted);
    } catch {
      toast('This cannot be formatted: it does not read as SQL', 'failure');
    }
  };
  const applyFix = () => {
    if (failure?.fix) editor.current?.apply(failure.fix);
    return failure?.fix !== undefined;
  };
  const goTo = () => {
    if (failure?.mark) editor.current?.goTo(failure.mark.from);
    return failure?.mark !== undefined;
  };
  useKeys('cookbook', {
    run: runHere,
    cancel: () => runs.cancel(subject.id),
    save: () => (subject.analysis ? void save() : setSaving(true)),
    format: () => void format(),
    'apply-fix': applyFix,
    'next-error': goTo,
    export: () => document.querySelector<HTMLElement>('[data-export]')?.focus(),
  });
  const running = run?.state === 'running';
  return (
    <>
      <header className={styles.head}>
        <div>
          <h2>{subject.title}</h2>
          <p>{subject.question}</p>
        </div>
        <SaveAnalysis
          key={subject.id}
          isOpen={saving}
          setOpen={setSaving}
          title={subject.analysis ? subject.title : subject.recipe ? `${subject.title}, mine` : ''}
          notes={subject.analysis?.notes ?? ''}
          save={(title, notes) => {
            setSaving(false);
            void saveAs(title, notes);
          }}
          remove={subject.analysis ? () => void remove() : undefined}
        />
      </header>
      <ParameterFields parameters={parameters} values={values} set={sheet.setParameter} run={runHere} />
      <div className={styles.toolbar} role="toolbar" aria-label="Query">
        <Segments
          label="SQL of"
          value={engine}
          onChange={sheet.setEngine}
          choices={ENGINES.map((one) => ({
            value: one,
            text: storeWord(one),
            ...(sheet.connected === undefined || sheet.connected === one
              ? {}
              : { title: 'Not connected: its SQL can be read' }),
          }))}
        />
        <span className={styles.quiet} title="Queries only read; nothing can be changed or written">
          <Lock size={12} aria-hidden /> read-only
        </span>
        <button type="button" className={styles.tool} onClick={() => void format()}>
          <WandSparkles size={14} aria-hidden /> Format
        </button>
        <HistoryMenu open={openNew} />
        <span className={styles.gap} />
        <RunState run={run} />
        <Button kind="bare" isDisabled={!running} onPress={() => runs.cancel(subject.id)}>
          Cancel <ActionKey id="cancel" />
        </Button>
        <Button kind="main" onPress={runHere}>
          <Play size={13} aria-hidden /> Run <ActionKey id="run" />
        </Button>
      </div>
      <div className={styles.writing}>
        <Suspense fallback={<pre className={styles.plain}>{text}</pre>}>
          <Editor
            key={subject.id}
            ref={editor}
            label={`SQL of ${subject.title}`}
            text={text}
            onChange={sheet.write}
            engine={engine}
            offer={offer}
            error={failure?.mark}
            run={runHere}
          />
        </Suspense>
        <Notes subject={subject} recipes={recipes} saveNotes={(notes) => void save(notes)} />
      </div>
      {failure && (
        <QueryError
          problem={failure.problem}
          words={failure.words}
          engine={engine}
          place={failure.mark && placeOf(text, failure.mark.from)}
          fix={failure.fix}
          applyFix={applyFix}
          goTo={goTo}
          back={changed && subject.recipe ? () => editor.current?.replace(subject.sql(engine)) : undefined}
        />
      )}
      <Result ref={result} subject={subject} answer={run?.answer} state={useResultState(sheet, subject)} />
      <ResultFooter
        title={subject.title}
        answer={run?.answer}
        stale={sheet.stale}
        png={() => result.current?.png() ?? false}
        svg={() => result.current?.svg() ?? false}
        loadMore={sheet.loadMore}
      />
    </>
  );
}

/** The error of the last run, while the text that it is about still stands there. */
function failureOf(run: Run | undefined, text: string) {
  if (run?.state !== 'failed' || !run.problem) return undefined;
  const { ask, problem } = run;
  const here = ask.text === text;
  const position = problem.position === null ? null : problem.position + ask.offset;
  const at = here && position !== null ? nameAt(text, position) : undefined;
  const words = errorWords(problem, at && text.slice(at.from, at.to));
  const mark = at && { ...at, message: words.short };
  return { problem, words, mark, fix: here ? fixOf({ ...problem, position }, text) : undefined };
}

function useResultState({ run, stale }: SheetState, subject: Subject): PanelState {
  const gone = useGone();
  const isOld = stale && run?.state !== 'running';
  const now = useTicking(isOld, 5_000);
  if (gone) return gone;
  const answer = run?.answer;
  if (!answer) {
    if (run?.state === 'running')
      return { kind: 'loading', since: run.startedAt, shape: 'bars', cancel: () => runs.cancel(subject.id) };
    const failed = run?.state === 'failed';
    return {
      kind: 'nothing',
      what: failed
        ? 'No result'
        : run?.state === 'cancelled'
          ? 'Cancelled: the store has stopped'
          : 'Nothing was run yet',
      how: failed ? 'What is wrong stands above' : 'Ctrl Enter runs the selection, or the statement under the cursor',
    };
  }
  if (isOld) {
    const since = ago(answer.at, now);
    return {
      kind: 'stale',
      at: timeOf(answer.at),
      mark: `Stale: result of ${since === 'now' ? 'just now' : `${since} ago`}`,
      why:
        run?.state === 'failed' && run.answer?.ask.key === run.ask.key
          ? 'The last run failed: this is the result of the one before'
          : 'The question has changed since: run it again',
    };
  }
  if (answer.complete && answer.rowCount === 0)
    return { kind: 'nothing', what: 'No rows', how: 'The query ran and found none: widen the scope or the parameters' };
  return READY;
}
