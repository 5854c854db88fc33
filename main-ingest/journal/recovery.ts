import { readFile } from 'node:fs/promises';
import { FRAME_MAGIC, type FrameHeader, isWholeFrame, readFrameHeader } from './frame.ts';
import { type Gap, gapEnd } from './gaps.ts';
import { JournalError } from './journal.ts';
import type { SegmentFileName } from './segment-files.ts';

/** What the newest segment holds after a stop of whatever kind. */
export interface Recovered {
  /** Position behind its last whole event. */
  readonly position: number;
  /** Bytes of its whole frames. */
  readonly bytes: number;
  /** Bytes behind them: a batch that was being written and had not been answered. */
  readonly torn: number;
  /**
   * Whether a frame of these bytes is there in its whole length, and not as it was written. A process that is killed leaves a
   * part of a frame; this is a power cut, or damage to a batch that was answered: nobody can tell.
   */
  readonly doubtful: boolean;
}

/**
 * Finds the end of the newest segment.
 *
 * A frame that is not whole is either the torn end of the last write, which nobody was told to be durable, or damage. It
 * is damage when a whole frame behind it says that the position had been answered before that one was written.
 *
 * Damage is not passed over by itself: what cannot be read may be readable again once the file was restored from a backup,
 * and only a person knows whether there is one. Positions that were given up (`gaps`) are passed over.
 *
 * @throws JournalError `CORRUPT` with file and offset
 */
export async function recoverSegment(segment: SegmentFileName, gaps: readonly Gap[] = []): Promise<Recovered> {
  const bytes = await readFile(segment.path);
  let offset = 0;
  let position = segment.first;
  for (;;) {
    const header = readFrameHeader(bytes, offset);
    if (header && header.position === position && isWholeFrame(bytes, offset, header)) {
      offset += header.bytes;
      position += header.count;
      continue;
    }
    const later = wholeFrameBehind(bytes, offset);
    if (!later || later.header.answered <= position) {
      const doubtful = header !== undefined && header.position === position && offset + header.bytes <= bytes.length;
      return { position, bytes: offset, torn: bytes.length - offset, doubtful };
    }
    if (gapEnd(gaps, position) < later.header.position) throw corrupt(segment.path, offset, position);
    // A person has given it up.
    offset = later.offset;
    position = later.header.position;
  }
}

/** What a person is told of damage; events from `position` on cannot be read. */
export function corrupt(path: string, offset: number, position: number): JournalError {
  return new JournalError(
    'CORRUPT',
    `The journal is damaged: ${path} at byte ${offset}, event ${position}. ` +
      'Stop the workbench; restore the file from a backup, or `npm run doctor -- --repair` gives up what cannot be read, and only that. ' +
      'Metrics that lack events which the history has are made anew with `npm run rebuild -- metrics`.',
  );
}

/** The next frame behind `from` that is whole. */
export function wholeFrameBehind(
  bytes: Buffer,
  from: number,
): { readonly offset: number; readonly header: FrameHeader } | undefined {
  for (let at = bytes.indexOf(FRAME_MAGIC, from + 1); at !== -1; at = bytes.indexOf(FRAME_MAGIC, at + 1)) {
    const header = readFrameHeader(bytes, at);
    if (header && isWholeFrame(bytes, at, header)) return { offset: at, header };
  }
  return undefined;
}
