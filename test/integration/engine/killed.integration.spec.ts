import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { delivered, partsOf, postLines } from './client.ts';
import { expectOnce, type Sent, tableRows } from './stored.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 20_000);
const BATCH = 50;
const SENDERS = 4;
let workbench: ServedWorkbench | undefined;
afterEach(() => workbench?.remove());

test('killed in mid-load and started again: all that was acknowledged is in both stores, once', async () => {
  workbench = await ServedWorkbench.start();
  const { origin } = workbench;
  const batches = partsOf(lines, BATCH);
  const acknowledged: string[][] = [];
  let next = 0;
  const send = async (): Promise<void> => {
    for (let batch = batches[next++]; batch; batch = batches[next++]) {
      if ((await postLines(origin, batch)).status === 200) acknowledged.push(batch);
    }
  };
  const sending = Promise.allSettled(Array.from({ length: SENDERS }, send));
  await sleep(randomInt(300, 1200));
  await workbench.stop('SIGKILL');
  await sending;
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.length).toBeLessThan(batches.length);

  workbench = await ServedWorkbench.start({ data: workbench.data });
  await delivered(workbench.origin);
  const safe = acknowledged.flat().map((line): Sent => JSON.parse(line));
  const handsBefore = (await tableRows(workbench)).get('game_metrics') ?? 0;
  expect(handsBefore).toBeGreaterThanOrEqual(safe.filter(({ eventType }) => eventType === 'HandPlayed').length);

  // Its senders do not know what was taken of what was not acknowledged: they send it all again.
  for (const batch of partsOf(lines, 2000)) expect((await postLines(workbench.origin, batch)).status).toBe(200);
  const health = await delivered(workbench.origin);
  expect(health.journal.position).toBe(lines.length);
  const all = lines.map((line): Sent => JSON.parse(line));
  expect((await tableRows(workbench)).get('game_metrics')).toBe(
    all.filter(({ eventType }) => eventType === 'HandPlayed').length,
  );
  await workbench.stop();
  await expectOnce(join(workbench.data, 'history.sqlite'), all);
});
