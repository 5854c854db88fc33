import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, LanguageSupport } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { Engine } from '../../../main-ingest/contract/cookbook.ts';
import { type Offer, offered } from './completion.ts';
import { DIALECTS, type Runnable, runnableOf, wordsOf } from './dialect.ts';
import styles from './editor.module.css';
import { type ErrorMark, errorMarks, markError, parameterMarks, valuesChanged } from './editor-marks.ts';
import { editorTheme } from './editor-theme.ts';
import type { Fix } from './fix.ts';

export interface EditorHandle {
  /** The selection, else the statement under the cursor. */
  runnable(): Runnable;
  focus(): void;
  /** Puts the cursor at a place and brings it into sight. */
  goTo(position: number): void;
  apply(fix: Fix): void;
  replace(text: string): void;
}

interface EditorProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly engine: Engine;
  readonly offer: Offer;
  readonly error: ErrorMark | undefined;
  readonly run: () => void;
  readonly ref?: Ref<EditorHandle>;
}

/** SQL with completion from what is there, parameters with their values, errors at their place. */
export default function Editor({ label, text, onChange, engine, offer, error, run, ref }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const language = useRef(new Compartment());
  const latest = useRef({ onChange, offer, run, text });
  latest.current = { onChange, offer, run, text };

  useEffect(() => {
    if (!place.current) return;
    const created = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          // Before CodeMirror's own, which would write a line.
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: (editor) => {
                  // What is still being looked up would take the Escape that cancels the query.
                  closeCompletion(editor);
                  latest.current.run();
                  return true;
                },
              },
              { key: 'Tab', run: acceptCompletion },
            ]),
          ),
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          drawSelection(),
          history(),
          bracketMatching(),
          closeBrackets(),
          highlightSelectionMatches(),
          EditorState.allowMultipleSelections.of(true),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
          language.current.of([]),
          parameterMarks((name) => latest.current.offer.shown(name)),
          errorMarks,
          placeholder('SELECT … FROM game_results'),
          editorTheme,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = created;
    return () => created.destroy();
  }, [label]);

  useEffect(() => {
    const dialect = DIALECTS[engine];
    const words = wordsOf(engine);
    view.current?.dispatch({
      effects: language.current.reconfigure([
        new LanguageSupport(dialect.language),
        autocompletion({
          override: [offered(() => latest.current.offer, words)],
          maxRenderedOptions: 60,
        }),
      ]),
    });
  }, [engine]);

  useEffect(() => {
    const current = view.current;
    if (!current || current.state.doc.toString() === text) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text } });
  }, [text]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is offered is read by the marks themselves
  useEffect(() => {
    view.current?.dispatch({ effects: valuesChanged.of(null) });
  }, [offer]);

  useEffect(() => {
    view.current?.dispatch({ effects: markError.of(error) });
  }, [error]);

  useImperativeHandle(ref, () => ({
    runnable: () => {
      const state = view.current?.state;
      return state ? runnableOf(state) : { sql: latest.current.text, offset: 0, whole: true };
    },
    focus: () => view.current?.focus(),
    goTo: (position) => {
      const current = view.current;
      if (!current) return;
      const anchor = Math.min(position, current.state.doc.length);
      current.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      current.focus();
    },
    apply: ({ from, to, insert }) => {
      view.current?.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
      view.current?.focus();
    },
    replace: (next) => {
      const current = view.current;
      current?.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: next } });
      current?.focus();
    },
  }));

  return <div ref={place} className={styles.editor} />;
}
