import { statfs } from 'node:fs/promises';
import type { Trouble } from './problems.ts';

const GiB = 2 ** 30;
const LITTLE = 2 * GiB;
const VERY_LITTLE = GiB / 4;

/** Bytes that are left on a folder's disk; null where the system does not say. */
export function freeSpace(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}

/** What is wrong with the space on a folder's disk; undefined when there is enough, or the system does not say. */
export async function diskTrouble(folder: string): Promise<Omit<Trouble, 'code'> | undefined> {
  const free = await freeSpace(folder);
  if (free === null || free >= LITTLE) return undefined;
  return {
    severity: free < VERY_LITTLE ? 'failure' : 'warning',
    message: `The disk of the data folder has ${(free / GiB).toFixed(2)} GiB left`,
    tip: 'When it is full the intake answers 503 and nothing is lost. Make room, or move the data folder: --data DIR.',
  };
}
