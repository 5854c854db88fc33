import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventStore, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { FaultyConnection } from '../../doubles/faulty-connection.ts';
import type { Danger } from './dangerous-client.ts';

/** Why the adapter checks what it sends, is the only client of its thread, and lets the thread be replaced. */
describe(`eventstoredb client, mistreated [${isReal ? 'real' : 'double'} EventStoreDB]`, () => {
  let store: EventStore;

  beforeAll(async () => {
    store = await startEventStore();
  });

  afterAll(() => store.stop());

  async function mistreat(danger: Danger): Promise<string[]> {
    const entry = new URL('./dangerous-client.ts', import.meta.url);
    const connection = await FaultyConnection.to(store.port);
    const url = `esdb://127.0.0.1:${connection.port}?tls=false`;
    const worker = new Worker(entry, { workerData: { danger, url } });
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (line: string) => {
        if (line === 'end') resolve();
        else if (line === 'stall') {
          connection.stall();
          worker.postMessage('stalled');
        } else lines.push(line);
      });
    });
    await worker.terminate();
    await connection.close();
    return lines;
  }

  test.each<Danger>(['bad-id', 'no-type'])(
    'a batch that the server refuses (%s) is answered twice, and the client hangs from then on',
    async (danger) => {
      const [before, refused, ...after] = await mistreat(danger);
      expect(before).toBe('written');
      expect(refused).toBe('Could not recognize BadRequest');
      expect(after.at(0)).toMatch(/^un(handled|caught) TypeError: .*is not iterable/);
      expect(after.at(-1)).toBe('no answer');
    },
  );

  test('an append to a stream without a name is answered once, and the client lives', async () => {
    expect(await mistreat('no-stream')).toEqual(['written', 'Could not recognize BadRequest', 'written']);
  });

  test('a client that is disposed while an append is pending fails those of all others', async () => {
    const lines = await mistreat('disposed');
    expect(lines.slice(0, 3)).toEqual([
      'written',
      '1 CANCELLED: Cancelled on client',
      '1 CANCELLED: Cancelled on client',
    ]);
  });

  test('a message over the server’s limit fails the whole call that appends go over', async () => {
    const lines = await mistreat('large-message');
    expect(lines.slice(0, 2)).toEqual(['written', expect.stringMatching(/^(8 RESOURCE_EXHAUSTED|1 CANCELLED)/)]);
  });

  test('a server that stands still: what waits is dropped after a while, and the next append never ends', async () => {
    const lines = await mistreat('stalled');
    expect(lines).toEqual(['written', expect.stringMatching(/^14 UNAVAILABLE/), 'no answer']);
  });

  test('the default deadline holds only for calls with credentials', async () => {
    const lines = await mistreat('no-deadline');
    expect(lines).toEqual(['written', 'no answer', expect.stringMatching(/DEADLINE_EXCEEDED|Deadline exceeded/)]);
  });

  test('a failed read that nobody listens to ends the process', async () => {
    const lines = await mistreat('unread');
    expect(lines.join()).toMatch(/uncaught|unhandled/);
  });

  test('data that can’t be serialised is never answered', async () => {
    const lines = await mistreat('not-json');
    expect(lines).toContain('no answer');
    expect(lines.join()).toContain('BigInt');
  });
});
