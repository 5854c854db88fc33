import { setImmediate } from 'node:timers/promises';
import type { AnswerPart, QueryOutput } from '../contract/cookbook.ts';

/** Cells in a part: a few milliseconds to write as text here, and to read there. */
const CELLS = 30_000;

/** An answer in parts; between two of them everything else has its turn. */
export async function* answerParts(answer: QueryOutput, signal?: AbortSignal): AsyncGenerator<AnswerPart, void> {
  const { rows, ...head } = answer;
  yield { kind: 'head', head: { ...head, rowCount: rows.length } };
  const step = Math.max(1, Math.floor(CELLS / Math.max(1, head.columns.length)));
  for (let from = 0; from < rows.length && !signal?.aborted; from += step) {
    yield { kind: 'rows', rows: rows.slice(from, from + step) };
    await setImmediate();
  }
}
