import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aloud } from '../../../main-ingest/delivery/aloud.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what ends within two seconds says nothing', async () => {
  const said: string[] = [];
  const waiting = aloud(
    Promise.resolve('done'),
    () => 'Waiting',
    (text) => said.push(text),
  );
  expect(await waiting).toBe('done');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual([]);
});

test('what takes longer says what for, again when that has changed, and nothing where there is nothing to say', async () => {
  const said: string[] = [];
  const { promise, reject } = Promise.withResolvers<void>();
  let what: string | undefined = 'Waiting for a';
  const waiting = aloud(
    promise,
    () => what,
    (text) => said.push(text),
  );
  await vi.advanceTimersByTimeAsync(1900);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(said).toEqual(['Waiting for a']);
  what = undefined;
  await vi.advanceTimersByTimeAsync(2000);
  what = 'Waiting for b';
  await vi.advanceTimersByTimeAsync(2000);
  expect(said).toEqual(['Waiting for a', 'Waiting for b']);
  reject(new Error('no'));
  await expect(waiting).rejects.toThrow('no');
});
