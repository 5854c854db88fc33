import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../main-ingest/config.ts';
import type { Contract } from '../../../main-ingest/contract/contract.ts';
import { type Engine, openEngine } from '../../../main-ingest/engine.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'workbench-'));
const { port1, port2 } = new MessageChannel();
let engine: Engine;
let contract: ContractRouterClient<Contract>;

beforeAll(async () => {
  engine = await openEngine(loadConfig({ dataFolder, env: {} }));
  engine.answerPort(port1);
  contract = createORPCClient(new RPCLink({ port: port2 }));
  port2.start();
});
afterAll(async () => {
  port2.close();
  await engine.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('the contract is answered over a message port', async () => {
  expect(await contract.health.get()).toMatchObject({ status: 'ok', intake: { events: 0 } });
  expect(await contract.health.detail()).toMatchObject({ dataFolder, address: null });
});

test('bad input is refused by the contract', async () => {
  await expect(contract.games.preview(JSON.parse('{"sessionId": 5}'))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('errors that the contract names arrive with their data', async () => {
  await expect(contract.games.preview({ sessionId: 'never-heard-of' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    defined: true,
  });
  await expect(contract.cookbook.sql({ sql: 'SELECT nothing FROM nowhere' })).rejects.toMatchObject({
    code: 'QUERY',
    defined: true,
    data: { code: 'UNKNOWN_TABLE' },
  });
  await expect(contract.cookbook.sql({ sql: '/* nothing */' })).rejects.toMatchObject({
    status: 422,
    data: { code: 'SYNTAX', message: 'There is no statement to run.' },
  });
  await expect(contract.cookbook.sql({ sql: 'DROP TABLE game_metrics' })).rejects.toMatchObject({
    data: { code: 'READ_ONLY' },
  });
});

test('a watch tells at once and whenever something comes in, until it is let go', async () => {
  const watch = await contract.live.watch();
  expect((await watch.next()).value).toMatchObject({ health: { intake: { events: 0 } } });
  await engine.intake.accept(
    [
      {
        eventId: '00000000-0000-4000-8000-000000000001',
        eventType: 'GameStarted',
        timestamp: '2026-10-01T09:30:00Z',
        sessionId: 'g1',
        sequenceId: 0,
        data: { seed: 'S', stakes: 'White', deck: 'Red Deck', startingMoney: 4, modelVersion: 'ppo-1' },
      },
    ],
    { name: 'test' },
  );
  expect((await watch.next()).value).toMatchObject({
    health: { intake: { events: 1 }, gamesInFlight: 1 },
    games: { started: 1, ended: 0 },
    model: 'ppo-1',
  });
  await watch.return?.();
});

test('a game in flight is listed and followed', async () => {
  const { live, liveTotal } = await contract.games.list({ scope: {} });
  expect([liveTotal, live[0]?.sessionId, live[0]?.state]).toEqual([1, 'g1', 'live']);
  const follow = await contract.replay.follow({ sessionId: 'g1' });
  expect((await follow.next()).value).toEqual({ lastStep: 0, ended: false });
  await follow.return?.();
});

test('cancelling a call stops its query', async () => {
  const ending = new AbortController();
  const slow = contract.cookbook.sql(
    { sql: 'SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range + b.range = 7' },
    { signal: ending.signal },
  );
  setTimeout(() => ending.abort(), 100);
  await expect(slow).rejects.toThrow();
  // The store is free again: it answers at once.
  expect((await contract.cookbook.sql({ sql: 'SELECT 1 AS one' })).rows).toEqual([[1]]);
});
