import { readFile } from 'node:fs/promises';
import { FRAME_MAGIC, type FrameHeader, isWholeFrame, readFrameHeader } from './frame.ts';
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
}

/**
 * Finds the end of the newest segment.
 *
 * A frame that is not whole is either the torn end of the last write, which nobody was told to be durable, or damage. It
 * is damage when a whole frame behind it says that the position had been answered before that one was written.
 *
 * @throws JournalError `CORRUPT` with file and offset
 */
export async function recoverSegment(segment: SegmentFileName): Promise<Recovered> {
  const bytes = await readFile(segment.path);
  let offset = 0;
  let position = segment.first;
  for (;;) {
    const header = readFrameHeader(bytes, offset);
    if (!header || header.position !== position || !isWholeFrame(bytes, offset, header)) break;
    offset += header.bytes;
    position += header.count;
  }
  const later = wholeFrameBehind(bytes, offset);
  if (later && later.answered > position) throw corrupt(segment.path, offset, position);
  return { position, bytes: offset, torn: bytes.length - offset };
}

/** What a person is told of damage; events from `position` on cannot be read. */
export function corrupt(path: string, offset: number, position: number): JournalError {
  return new JournalError(
    'CORRUPT',
    `The journal is damaged: ${path} at byte ${offset}, event ${position}. ` +
      'Restore the file from a backup, or move the journal folder away to begin a new one; the stores keep what they have.',
  );
}

function wholeFrameBehind(bytes: Buffer, from: number): FrameHeader | undefined {
  for (let at = bytes.indexOf(FRAME_MAGIC, from + 1); at !== -1; at = bytes.indexOf(FRAME_MAGIC, at + 1)) {
    const header = readFrameHeader(bytes, at);
    if (header && isWholeFrame(bytes, at, header)) return header;
  }
  return undefined;
}
