import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../fuzz/fuzzed-workbench.ts';
import { ServedWorkbench } from '../../workbench.ts';

let workbench: ServedWorkbench;
beforeAll(async () => {
  workbench = await ServedWorkbench.start();
});
afterAll(() => workbench.remove());

test('of some thousands of mutated events each is in the stores once or refused with its reason', async () => {
  const fuzzed = await fuzz(workbench, 1, 6_000);
  expect(fuzzed).toMatchObject({ posted: 6_000, absent: 0, quarantined: 0 });
  expect(fuzzed.accepted + fuzzed.rejected).toBe(6_000);
  // It is a test of both: of what is kept, and of what is not.
  expect(fuzzed.accepted).toBeGreaterThan(2_000);
  expect(fuzzed.rejected).toBeGreaterThan(1_000);
});
