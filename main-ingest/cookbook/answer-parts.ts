import { setImmediate } from 'node:timers/promises';
import type { AnswerPart } from '../contract/cookbook.ts';
import type { PackedAnswer } from './cookbook.ts';

/** An answer in parts; between two of them everything else has its turn. */
export async function* answerParts(answer: PackedAnswer, signal?: AbortSignal): AsyncGenerator<AnswerPart, void> {
  yield { kind: 'head', head: answer.head };
  for (const block of answer.blocks) {
    if (signal?.aborted) return;
    yield { kind: 'rows', block };
    await setImmediate();
  }
}
