import { syntaxTree } from '@codemirror/language';
import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from '@codemirror/view';
import styles from './editor.module.css';

/** An error at its place in the text. */
export interface ErrorMark {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly message: string;
}

/** Words that stand in the text without being part of it. */
class Aside extends WidgetType {
  readonly #text: string;
  readonly #kind: string;

  constructor(text: string, kind: string) {
    super();
    this.#text = text;
    this.#kind = kind;
  }

  override eq(other: Aside): boolean {
    return other.#text === this.#text && other.#kind === this.#kind;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = this.#kind;
    element.textContent = this.#text;
    element.setAttribute('aria-hidden', 'true');
    return element;
  }
}

/** What parameters are set to has changed. */
export const valuesChanged = StateEffect.define<null>();

/** Parameters in amber, with what they are set to beside them. */
export function parameterMarks(shown: (name: string) => string | undefined): Extension {
  const build = (view: EditorView): DecorationSet => {
    const marks = new RangeSetBuilder<Decoration>();
    const name = Decoration.mark({ class: styles.parameter ?? '' });
    for (const { from, to } of view.visibleRanges)
      syntaxTree(view.state).iterate({
        from,
        to,
        enter: (node) => {
          if (node.name !== 'SpecialVar') return;
          const text = view.state.sliceDoc(node.from, node.to);
          if (!/^:[A-Za-z_]/.test(text)) return;
          marks.add(node.from, node.to, name);
          const value = shown(text.slice(1));
          if (value !== undefined)
            marks.add(node.to, node.to, Decoration.widget({ widget: new Aside(value, styles.value ?? ''), side: 1 }));
        },
      });
    return marks.finish();
  };
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = build(view);
      }

      update(update: ViewUpdate): void {
        const told = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(valuesChanged)));
        const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
        if (told || parsed || update.docChanged || update.viewportChanged) this.decorations = build(update.view);
      }
    },
    { decorations: ({ decorations }) => decorations },
  );
}

/** Puts the error of the last run in the text, or takes it away. */
export const markError = StateEffect.define<ErrorMark | undefined>();

/** The error: its line, the word, and what is wrong at the end of the line. */
export const errorMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, transaction) => {
    let marks = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(markError)) continue;
      const { value } = effect;
      if (!value) marks = Decoration.none;
      else {
        const { doc } = transaction.state;
        const from = Math.min(value.from, doc.length);
        const to = Math.min(Math.max(value.to, from), doc.length);
        const line = doc.lineAt(from);
        marks = Decoration.set(
          [
            Decoration.line({ class: styles.errorLine ?? '' }).range(line.from),
            ...(to > from ? [Decoration.mark({ class: styles.error ?? '' }).range(from, to)] : []),
            Decoration.widget({ widget: new Aside(value.message, styles.errorText ?? ''), side: 2 }).range(line.to),
          ],
          true,
        );
      }
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
