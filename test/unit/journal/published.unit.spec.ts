import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Published } from '../../../main-ingest/journal/published.ts';

test('what one publishes all see that share the memory', () => {
  const owner = new Published();
  const other = new Published(owner.buffer);
  expect([other.durable(), other.oldest()]).toEqual([0, 0]);
  owner.publish(2 ** 40, 7);
  expect([other.durable(), other.oldest()]).toEqual([2 ** 40, 7]);
});

test('a wait ends at once where there is more, with the next publication, or with its time', async () => {
  const published = new Published();
  published.publish(5, 0);
  await published.waitBeyond(4, 60_000);
  await published.waitBeyond(5, 1);
  const waiting = published.waitBeyond(6, 60_000);
  published.publish(6, 0);
  published.publish(7, 0);
  await waiting;
});

test('a wait ends when another thread publishes', async () => {
  const published = new Published();
  const code = `
    import { workerData } from 'node:worker_threads';
    import { Published } from '${new URL('../../../main-ingest/journal/published.ts', import.meta.url)}';
    new Published(workerData).publish(1, 0);`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: published.buffer,
  });
  await published.waitBeyond(0, 60_000);
  expect(published.durable()).toBe(1);
  await worker.terminate();
});
