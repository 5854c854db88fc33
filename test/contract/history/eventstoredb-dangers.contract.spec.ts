import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventStore, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';

/** Why the adapter checks what it sends, is the only client of its thread, and lets the thread be replaced. */
describe(`eventstoredb client, mistreated [${isReal ? 'real' : 'double'} EventStoreDB]`, () => {
  let store: EventStore;

  beforeAll(async () => {
    store = await startEventStore();
  });

  afterAll(() => store.stop());

  async function mistreat(danger: string): Promise<string[]> {
    const entry = new URL('./dangerous-client.ts', import.meta.url);
    const worker = new Worker(entry, { workerData: { danger, url: store.url } });
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (line: string) => {
        if (line === 'end') resolve();
        else lines.push(line);
      });
    });
    await worker.terminate();
    return lines;
  }

  test('a batch that the server refuses is answered twice, and the client hangs from then on', async () => {
    const [before, refused, ...after] = await mistreat('refused-batch');
    expect(before).toBe('written');
    expect(refused).toBe('Could not recognize BadRequest');
    expect(after.at(0)).toMatch(/^un(handled|caught) TypeError: .*is not iterable/);
    expect(after.at(-1)).toBe('no answer');
  });

  test('a client that is disposed while an append is pending fails those of all others', async () => {
    const lines = await mistreat('disposed');
    expect(lines.slice(0, 3)).toEqual([
      'written',
      '1 CANCELLED: Cancelled on client',
      '1 CANCELLED: Cancelled on client',
    ]);
  });

  test('data that can’t be serialised is never answered', async () => {
    const lines = await mistreat('not-json');
    expect(lines).toContain('no answer');
    expect(lines.join()).toContain('BigInt');
  });
});
