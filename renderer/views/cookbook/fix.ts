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

/** What the tip of an error, or else the engine, would change: `Did you mean "wins"?` at the word that it stands at. */
export function fixOf(problem: Pick<QueryProblem, 'tip' | 'position' | 'engineText'>, text: string): Fix | undefined {
  const engine = (problem.engineText ?? '').replaceAll('\\"', '"');
  const name =
    /^Did you mean "([^"]+)"/.exec(problem.tip ?? '')?.[1] ?? /Candidate bindings:[^"]*"([^"]+)"/.exec(engine)?.[1];
  if (name === undefined || problem.position === null) return undefined;
  const word = wordAt(text, problem.position);
  // `g.win`: the engine points at the table, the column is meant.
  const [table = ''] = /^\w+\./.exec(text.slice(word.from)) ?? [];
  const from = word.from + (name.includes('.') ? 0 : table.length);
  return { from, to: table === '' ? word.to : wordAt(text, word.from + table.length).to, insert: name };
}
