import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, postText } from './client.ts';

const rejecting = pathToFileURL(join(import.meta.dirname, 'rejecting.mjs')).href;
let workbench: ServedWorkbench;
let mark: string;
beforeAll(async () => {
  workbench = await ServedWorkbench.start();
  const { data } = workbench;
  await workbench.stop();
  mark = join(data, 'reject');
  workbench = await ServedWorkbench.start({
    data,
    env: { NODE_OPTIONS: `--import=${rejecting}`, REJECT_WHEN_THERE: mark },
  });
});
afterAll(() => workbench.remove());

const problem = async () => {
  const { problems } = await contractOf(workbench).health.detail();
  return problems.find(({ code }) => code === 'unexpected');
};

test.each([
  ['engine', 'the engine'],
  ['history', 'the history'],
  ['process', 'the metrics'],
  ['reader', 'the reader of histories'],
])('a promise that fails and that nobody waits for, in %s, is a problem and ends nothing', async (where, room) => {
  const before = await contractOf(workbench).health.get();
  writeFileSync(`${mark}-${where}`, '');
  await expect.poll(async () => (await problem())?.message).toContain(`${room}: Error: nobody waits in ${where}`);
  expect((await problem())?.tip).toContain('goes on');

  const event = {
    eventId: randomUUID(),
    eventType: 'ShopLeft',
    timestamp: '2026-10-01T09:30:00Z',
    sessionId: where,
    data: {},
  };
  expect((await postText(workbench.origin, '', JSON.stringify(event))).body).toEqual({ status: 'ok', accepted: 1 });
  const after = await delivered(workbench.origin);
  expect(after.uptimeMs).toBeGreaterThan(before.uptimeMs);
  // Neither thread was started again.
  for (const store of ['history', 'metrics'] as const) {
    expect(after.stores[store]).toMatchObject({ state: 'connected', since: before.stores[store].since });
    expect(after.stores[store].lastError).toBeUndefined();
  }
  const summary = await contractOf(workbench).replay.summary({ sessionId: where });
  expect(summary.steps).toHaveLength(1);
});
