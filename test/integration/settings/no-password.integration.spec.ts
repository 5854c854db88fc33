import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CA_FILE, DoubleEventStore } from '../../doubles/eventstoredb/double.ts';
import { readRecording } from '../../recordings.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, healthOf, healthWhen, postLines } from '../engine/client.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 200);

/** A password an address, with what must be encoded in it. */
const PASSWORDS = {
  'history.url': 'kept-history/:%40',
  'metrics.url': 'kept-write/:%41',
  'metrics.pgUrl': 'kept-tables/:%42',
  'metrics.readerUrl': 'kept-query/:%43',
} as const;
const TOKEN = 'a-token-for-the-tests-only';

describe('passwords are told nowhere [double EventStoreDB]', () => {
  let store: DoubleEventStore;
  let deaf: Server;
  let port = 0;
  let data = '';
  let workbench: ServedWorkbench;
  let env: Record<string, string>;
  const heard: (readonly [where: string, text: string])[] = [];

  const account = (name: keyof typeof PASSWORDS) => `admin:${encodeURIComponent(PASSWORDS[name])}@`;
  const hear = (where: string, text: unknown) =>
    heard.push([where, typeof text === 'string' ? text : JSON.stringify(text)]);
  const run = async (where: string, args: readonly string[], more: Record<string, string> = {}) => {
    const ended = await runCommand([...args, '--data', data], { ...env, ...more });
    hear(where, ended);
    return ended;
  };

  beforeAll(async () => {
    store = await DoubleEventStore.start({ tls: true, password: PASSWORDS['history.url'] });
    // Hangs up on whoever connects, which is no QuestDB.
    deaf = createServer((socket) => socket.on('error', () => {}).end('no\r\n\r\n'));
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const address = deaf.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    data = mkdtempSync(join(tmpdir(), 'workbench-'));
    env = {
      // What the clients say of themselves when they are asked to.
      DEBUG: 'esdb*,pg*',
      WORKBENCH_LOG_LEVEL: 'debug',
      WORKBENCH_HISTORY_ENGINE: 'eventstoredb',
      WORKBENCH_HISTORY_URL: `esdb://${account('history.url')}${store.hosts}?tlsCAFile=${encodeURIComponent(CA_FILE)}`,
      WORKBENCH_METRICS_ENGINE: 'questdb',
      WORKBENCH_METRICS_URL: `http://${account('metrics.url')}127.0.0.1:${port}`,
      WORKBENCH_METRICS_PG_URL: `postgres://${account('metrics.pgUrl')}127.0.0.1:${port}/qdb`,
      WORKBENCH_METRICS_READER_URL: `postgres://${account('metrics.readerUrl')}127.0.0.1:${port}/qdb`,
    };
    workbench = await ServedWorkbench.start({ data, env });
  });

  afterAll(async () => {
    await workbench.remove();
    await store.stop();
    deaf.close();
  });

  test('a workbench tells none: health, problems, settings, refusals, tried connections, its log', async () => {
    expect((await postLines(workbench.origin, lines)).status).toBe(200);
    const { stores } = await healthWhen(
      workbench.origin,
      ({ stores: { history, metrics } }) => history.checkpoint === lines.length && metrics.state === 'down',
    );
    expect(stores.history.state).toBe('connected');
    const contract = contractOf(workbench);
    hear('health', await healthOf(workbench.origin));
    hear('health detail', await contract.health.detail());
    for await (const state of await contract.live.watch()) {
      hear('live', state);
      break;
    }
    hear('settings', await contract.settings.list());
    for (const name of Object.keys(PASSWORDS)) {
      hear(`tried ${name}`, await contract.settings.testConnection({ name }));
      const wrong = `${env.WORKBENCH_HISTORY_URL}&tlsVerifyCert=false`;
      hear(`tried otherwise ${name}`, await refusalOf(contract.settings.testConnection({ name, address: wrong })));
      hear(`saved ${name}`, await refusalOf(contract.settings.save({ changes: [{ name, value: wrong }] })));
    }
    hear('query', await refusalOf(contract.cookbook.sql({ sql: 'SELECT 1', params: {}, engine: 'questdb', limit: 1 })));
    await workbench.stop();
    expect(workbench.said).toContain('listening');
    hear('standard output and error', workbench.said);
    expect(toldIn(heard)).toEqual([]);
  });

  test('no command tells one', async () => {
    await run('doctor', ['doctor']);
    expect(await run('query', ['query', '--sql', 'SELECT 1'])).toMatchObject({ code: 3 });
    await run('migrate', ['migrate', '--from', 'server', '--to', 'embedded']);
    await run('wrong account', ['doctor'], {
      WORKBENCH_HISTORY_URL: `esdb://admin:kept-wrong@${store.hosts}?tlsCAFile=${encodeURIComponent(CA_FILE)}`,
    });
    for (const [name, value] of [
      ['WORKBENCH_HISTORY_URL', `${env.WORKBENCH_HISTORY_URL}&tlsVerifyCert=false`],
      ['WORKBENCH_METRICS_URL', env.WORKBENCH_METRICS_URL?.replace('http:', 'ftp:') ?? ''],
      ['WORKBENCH_METRICS_PG_URL', `postgres://db/qdb?user=admin&password=${PASSWORDS['metrics.pgUrl']}`],
    ] as const) {
      expect(await run(`wrong ${name}`, ['doctor'], { [name]: value })).toMatchObject({
        code: 3,
        stderr: expect.stringContaining(`(${name})`),
      });
    }
    const file = join(data, 'broken.yaml');
    writeFileSync(file, `history:\n  url: ${env.WORKBENCH_HISTORY_URL}: x\n`);
    expect(await run('broken file', ['doctor', '--config', file])).toMatchObject({ code: 3 });
    rmSync(file);
    expect(toldIn(heard)).toEqual([]);
  });

  test('no file of the data folder holds one', () => {
    // The token is in the file that only its owner may read, for other processes of the same person.
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter(
      (each) => each.isFile() && each.name !== 'lock',
    );
    expect(files.map(({ name }) => name)).toContain('delivery.sqlite');
    const held = files.map((each) => [each.name, readFileSync(join(each.parentPath, each.name), 'latin1')] as const);
    expect(toldIn(held)).toEqual([]);
  });
});

/** What a call failed with, all of it; what it answered where it did not. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error instanceof Error ? [error.message, error.cause, JSON.stringify(error)] : error;
  }
}

/** Where a password or the token is told, as it is or in any of its spellings. */
function toldIn(texts: readonly (readonly [where: string, text: string])[]): string[] {
  const secrets = [...Object.values(PASSWORDS), 'kept-wrong', TOKEN].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(`admin:${secret}`).toString('base64'),
  ]);
  // A part of one counts too: they all begin so.
  return texts.flatMap(([where, text]) =>
    [...secrets, 'kept-'].filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
  );
}
