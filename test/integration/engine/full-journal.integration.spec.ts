import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthOf, healthWhen, partsOf, postLines } from './client.ts';

const data = mkdtempSync(join(tmpdir(), 'workbench-'));
let workbench: ServedWorkbench;
afterAll(() => workbench.remove());

test('with a store away the journal fills, answers 503 at its bound, loses nothing, and goes on when the store is back', async () => {
  // A folder where the history's file belongs: it cannot be opened until the folder is gone.
  const obstacle = join(data, 'history.sqlite');
  mkdirSync(obstacle);
  workbench = await ServedWorkbench.start({
    data,
    env: { WORKBENCH_JOURNAL_MAX_BYTES: String(1 << 20), WORKBENCH_JOURNAL_SEGMENT_BYTES: String(64 << 10) },
  });
  const { origin } = workbench;
  const batches = partsOf(readRecording('train-small.jsonl.gz'), 500);
  let taken = 0;
  let refused: Awaited<ReturnType<typeof postLines>> | undefined;
  for (const batch of batches) {
    const answer = await postLines(origin, batch);
    if (answer.status !== 200) {
      refused = answer;
      break;
    }
    taken += batch.length;
  }
  expect(refused).toMatchObject({ status: 503, body: { status: 'busy', code: 'JOURNAL_FULL' } });
  expect(Number(refused?.retryAfter)).toBeGreaterThan(0);
  const full = await healthWhen(origin, ({ stores }) => stores.history.state === 'down');
  expect(full).toMatchObject({ status: 'down', journal: { position: taken }, stores: { history: { checkpoint: 0 } } });
  // The other store is not held up.
  await healthWhen(origin, ({ stores }) => stores.metrics.checkpoint === taken);

  rmdirSync(obstacle);
  await contractOf(workbench).health.retry({ store: 'history' });
  await delivered(origin);
  for (const batch of batches.slice(taken / 500, taken / 500 + 3)) {
    for (let tries = 0; (await postLines(origin, batch)).status !== 200; tries++) {
      expect(tries).toBeLessThan(200);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  expect(await delivered(origin)).toMatchObject({ status: 'ok', journal: { position: taken + 1500 } });
  expect((await healthOf(origin)).journal.oldest).toBeGreaterThan(0);
});
