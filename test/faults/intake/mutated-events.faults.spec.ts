import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../fuzz/fuzzed-workbench.ts';
import { ServedWorkbench } from '../../workbench.ts';

const EVENTS = Number(process.env.WORKBENCH_FUZZ_EVENTS ?? 1_000_000);
/** Longest that it may take, in milliseconds: on a busy machine it is most of it waiting for the disk. */
const LONGEST_MS = 2 * 3_600_000;
const SEED = Number(process.env.WORKBENCH_FUZZ_SEED ?? 20_261_001);

let workbench: ServedWorkbench;
beforeAll(async () => {
  workbench = await ServedWorkbench.start();
});
afterAll(() => workbench.remove());

test(
  'of a million mutated events each is in the stores once or refused with its reason',
  async () => {
    const fuzzed = await fuzz(workbench, SEED, EVENTS);
    console.info(JSON.stringify(fuzzed));
    expect(fuzzed).toMatchObject({ posted: EVENTS, absent: 0, quarantined: 0 });
    expect(fuzzed.accepted + fuzzed.rejected).toBe(EVENTS);
  },
  LONGEST_MS,
);
