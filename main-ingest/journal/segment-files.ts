import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the journal: frames from the position `first` on. */
export interface SegmentFileName {
  readonly first: number;
  readonly path: string;
}

const DIGITS = 16;
const pattern = new RegExp(`^(\\d{${DIGITS}})\\.log$`);

/** The file whose first event has this position. Names sort as positions do. */
export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(DIGITS, '0')}.log`);
}

/** The segments in a folder, oldest first. */
export function listSegments(folder: string): SegmentFileName[] {
  const segments: SegmentFileName[] = [];
  for (const name of readdirSync(folder)) {
    const first = pattern.exec(name)?.[1];
    if (first !== undefined) segments.push({ first: Number(first), path: join(folder, name) });
  }
  return segments.sort((a, b) => a.first - b.first);
}
