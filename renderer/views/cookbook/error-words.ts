import type { QueryProblem } from '../../../main-ingest/contract/cookbook.ts';

/** What is wrong, in words for a person who does not know the engine's, and the name that it is about. */
export interface ErrorWords {
  readonly before: string;
  readonly name?: string;
  readonly after: string;
  /** The same in a few words, for the line of the editor. */
  readonly short: string;
}

/** @param meant the word at the error's place, where one stands there */
export function errorWords({ code, message }: QueryProblem, meant: string | undefined): ErrorWords {
  const name = meant?.replaceAll('"', '');
  const [line = ''] = message.split('\n');
  if (name !== undefined && /\w/.test(name)) {
    if (code === 'UNKNOWN_COLUMN')
      return { before: 'There is no column', name, after: 'here', short: `no column “${name}”` };
    if (code === 'UNKNOWN_TABLE') return { before: 'There is no table', name, after: '', short: `no table “${name}”` };
  }
  return { before: line.replace(/[.!]+$/, ''), after: '', short: line };
}
