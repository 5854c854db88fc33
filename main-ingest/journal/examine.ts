import { existsSync, readFileSync } from 'node:fs';
import { isWholeFrame, readFrameHeader } from './frame.ts';
import { addGap, type Gap, gapEnd, readGaps } from './gaps.ts';
import { wholeFrameBehind } from './recovery.ts';
import { listSegments } from './segment-files.ts';

/** A stretch of a journal that cannot be read: events from `from` to `end` (exclusive). */
export interface JournalDamage extends Gap {
  readonly path: string;
  /** Byte that it begins at. */
  readonly offset: number;
  /** Whether a person has given it up already. */
  readonly givenUp: boolean;
}

export interface JournalExamined {
  readonly segments: number;
  readonly frames: number;
  /** First position that is held; undefined where the folder holds none. */
  readonly oldest: number | undefined;
  readonly damage: readonly JournalDamage[];
}

/**
 * Reads every frame of every segment. What lies behind the last whole frame of the newest segment is a batch that was being
 * written, and no damage; who followed the journal knows when that was more.
 */
export function examineJournal(folder: string): JournalExamined {
  if (!existsSync(folder)) return { segments: 0, frames: 0, oldest: undefined, damage: [] };
  const segments = listSegments(folder);
  const gaps = readGaps(folder);
  const damage: JournalDamage[] = [];
  let frames = 0;
  for (const [index, { first, path }] of segments.entries()) {
    const bytes = readFileSync(path);
    const next = segments[index + 1]?.first;
    let [offset, position] = [0, first];
    const note = (end: number): void => {
      if (end > position) damage.push({ path, offset, from: position, end, givenUp: gapEnd(gaps, position) >= end });
    };
    while (offset < bytes.length) {
      const header = readFrameHeader(bytes, offset);
      if (header && header.position === position && isWholeFrame(bytes, offset, header)) {
        frames += 1;
        offset += header.bytes;
        position += header.count;
        continue;
      }
      const later = wholeFrameBehind(bytes, offset);
      if (later === undefined) break;
      note(later.header.position);
      offset = later.offset;
      position = later.header.position;
    }
    if (next !== undefined) note(next);
  }
  return { segments: segments.length, frames, oldest: segments[0]?.first, damage };
}

/** Gives up what cannot be read, and nothing else: the stores go on behind it. The files stay as they are. */
export async function giveUp(folder: string, damage: readonly JournalDamage[]): Promise<void> {
  for (const { from, end, givenUp } of damage) if (!givenUp) await addGap(folder, { from, end });
}
