import { setImmediate } from 'node:timers/promises';
import type { CellBlock } from '../contract/cell-block.ts';
import type { AnswerHead, AnswerPart } from '../contract/cookbook.ts';
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

/** The answer that came in parts. @throws Error where its last row did not come */
export async function gathered(parts: AsyncIterable<AnswerPart>): Promise<PackedAnswer> {
  let head: AnswerHead | undefined;
  const blocks: CellBlock[] = [];
  let rows = 0;
  for await (const part of parts) {
    if (part.kind === 'head') {
      head = part.head;
      continue;
    }
    blocks.push(part.block);
    rows += part.block.rows;
  }
  if (head === undefined || rows !== head.rowCount) throw new Error('the answer ended before its last row');
  return { head, blocks };
}
