import { expect, test } from 'vitest';
import { Changes } from '../../../main-ingest/live/changes.ts';

const atOnce = { leastMs: 0, mostMs: 60_000 };

test('a watcher gets the state at once, and again after a change', async () => {
  const changes = new Changes();
  let value = 1;
  const watch = changes.watch(() => value, atOnce, undefined);
  expect((await watch.next()).value).toBe(1);
  const next = watch.next();
  value = 2;
  changes.touch();
  expect((await next).value).toBe(2);
});

test('changes while a reader is slow come as one, with the last state', async () => {
  const changes = new Changes();
  let value = 0;
  const watch = changes.watch(() => value, atOnce, undefined);
  await watch.next();
  for (value = 1; value < 50; value++) changes.touch();
  expect((await watch.next()).value).toBe(50);
});

test('without a change the state comes again after the longest time', async () => {
  const watch = new Changes().watch(() => 'same', { leastMs: 0, mostMs: 1 }, undefined);
  expect([(await watch.next()).value, (await watch.next()).value]).toEqual(['same', 'same']);
});

test('an abort ends the watch while it waits', async () => {
  const ending = new AbortController();
  const watch = new Changes().watch(() => 1, atOnce, ending.signal);
  await watch.next();
  const next = watch.next();
  ending.abort();
  expect((await next).done).toBe(true);
});

test('the end of all changes ends every watch', async () => {
  const changes = new Changes();
  const watches = [1, 2].map(() => changes.watch(() => 1, { leastMs: 60_000, mostMs: 90_000 }, undefined));
  for (const watch of watches) await watch.next();
  const next = watches.map((watch) => watch.next());
  changes.end();
  expect((await Promise.all(next)).map(({ done }) => done)).toEqual([true, true]);
});
