import { existsSync, readFileSync } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Positions from `from` to `end` (exclusive) that this journal's folder has not, and never will. */
export interface Gap {
  readonly from: number;
  readonly end: number;
}

const fileIn = (folder: string): string => join(folder, 'gaps');

/**
 * The gaps of a journal: `from end`, a line each. They lie in the journal's own folder, so that they go where it goes. A
 * line without its end was being written when the power went, and counts for nothing.
 */
export function readGaps(folder: string): readonly Gap[] {
  const file = fileIn(folder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const [, from, end] = /^(\d+) (\d+)$/.exec(line) ?? [];
    return from === undefined || end === undefined ? [] : [{ from: Number(from), end: Number(end) }];
  });
}

/** Writes a gap down, durable when it resolves. */
export async function addGap(folder: string, { from, end }: Gap): Promise<void> {
  const file = fileIn(folder);
  // A line that was cut short before must not run into this one.
  await appendFile(file, `\n${from} ${end}\n`);
  const handle = await open(file, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** The first position from `position` on that lies in no gap. */
export function gapEnd(gaps: readonly Gap[], position: number): number {
  let end = position;
  for (let inside = gapAt(gaps, end); inside; inside = gapAt(gaps, end)) end = inside.end;
  return end;
}

function gapAt(gaps: readonly Gap[], position: number): Gap | undefined {
  return gaps.find(({ from, end }) => from <= position && position < end);
}
