import type { QueryProblem } from '../../../main-ingest/contract/cookbook.ts';

/** A change of the text that would right an error. */
export interface Fix {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly insert: string;
}

/** The word at a place of a text, from where to where; one character where there is none. */
export function wordAt(text: string, position: number): { from: number; to: number } {
  const at = Math.max(0, Math.min(position, text.length));
  const [word = ''] = /^"?[\w$]+"?/.exec(text.slice(at)) ?? [];
  if (word !== '') return { from: at, to: at + word.length };
  // An engine that has read to the end of the text means what stands before it.
  const from = Math.min(at, Math.max(0, text.length - 1));
  return { from, to: Math.min(text.length, from + 1) };
}

/** Line and character of a place, both from 1. */
export function placeOf(text: string, position: number): { line: number; character: number } {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, character: (before.at(-1)?.length ?? 0) + 1 };
}

/** As {@link wordAt}; of `g.win` the column, where the engine points at the table. */
export function nameAt(text: string, position: number): { from: number; to: number } {
  const word = wordAt(text, position);
  const [table = ''] = /^\w+\./.exec(text.slice(word.from)) ?? [];
  return table === '' ? word : wordAt(text, word.from + table.length);
}

/** What the tip of an error, or else the engine, would change: `Did you mean "wins"?` at the word that it stands at. */
export function fixOf(problem: Pick<QueryProblem, 'tip' | 'position' | 'engineText'>, text: string): Fix | undefined {
  if (problem.position === null) return undefined;
  const engine = (problem.engineText ?? '').replaceAll('\\"', '"');
  const offered =
    /^Did you mean (.*)/.exec(problem.tip ?? '')?.[1] ?? /Candidate bindings:([^\n}]*)/.exec(engine)?.[1] ?? '';
  const names = [...offered.matchAll(/"([\w.]+)"/g)].flatMap(([, name]) => name ?? []);
  const column = nameAt(text, problem.position);
  const name = nearest(text.slice(column.from, column.to).replaceAll('"', ''), names);
  if (name === undefined) return undefined;
  // `r.wins` in place of `g.win` takes the table with it.
  const { from } = name.includes('.') ? wordAt(text, problem.position) : column;
  return { from, to: column.to, insert: name };
}

/** The name that is most like a word; undefined where none is alike enough to be meant. */
function nearest(word: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, word.length / 2) + 1;
  for (const name of names) {
    const changes = distance(word.toLowerCase(), (name.split('.').at(-1) ?? name).toLowerCase());
    if (changes < least) [best, least] = [name, changes];
  }
  return best;
}

/** Letters to put in, take out or change to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
