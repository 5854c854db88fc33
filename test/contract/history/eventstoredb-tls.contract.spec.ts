import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openEventStoreHistory, openEventStoreHistoryReader } from '../../../main-ingest/history/eventstoredb.ts';
import { tryServer } from '../../../main-ingest/settings/connection.ts';
import { CA_FILE, DoubleEventStore, OTHER_CA_FILE } from '../../doubles/eventstoredb/double.ts';
import { game } from './game-events.ts';

const PASSWORD = 'kept/secret:%40';

describe('TLS and passwords [double EventStoreDB]', () => {
  let secured: DoubleEventStore;
  let plain: DoubleEventStore;
  let folder = '';
  let places: Readonly<Record<string, string>>;

  beforeAll(async () => {
    [secured, plain] = await Promise.all([
      DoubleEventStore.start({ tls: true, password: PASSWORD }),
      DoubleEventStore.start(),
    ]);
    folder = mkdtempSync(join(tmpdir(), 'history-'));
    places = { secured: secured.hosts, plain: plain.hosts };
  });

  afterAll(async () => {
    await Promise.all([secured.stop(), plain.stop()]);
    rmSync(folder, { recursive: true });
  });

  const open = (url: string) =>
    openEventStoreHistory({ url, index: join(folder, `${crypto.randomUUID()}.sqlite`), answerMs: 5000 }, () => {});
  const account = `admin:${encodeURIComponent(PASSWORD)}@`;
  const authority = `tlsCAFile=${encodeURIComponent(CA_FILE)}`;
  const at = (place: string) => place.replace(/PLAIN|SECURED/, (name) => places[name.toLowerCase()] ?? '');

  test('with the right file and password it is written, read and watched as without', async () => {
    const options = { url: at(`esdb://${account}SECURED?${authority}`), index: join(folder, 'index.sqlite') };
    const writer = await openEventStoreHistory(options, () => {});
    expect(writer.version).toBe('24.2.0');
    expect(await writer.append(game('a', 30), 30)).toMatchObject({ written: 30 });
    await vi.waitFor(() => expect(writer.observation?.().remark).toBe('runs 2 of 2 projections'), { timeout: 10_000 });
    const reader = await openEventStoreHistoryReader(options);
    const read = [];
    for await (const { revision } of reader.read('game-a')) read.push(revision);
    expect(read).toHaveLength(30);
    await reader.close();
    await writer.close();
    expect(await tryServer('eventstoredb', options.url)).toMatchObject({ reached: true, text: 'EventStoreDB 24.2.0' });
  });

  test.each([
    ['no TLS to a port that speaks it', 'esdb://SECURED?tls=false', 'TLS_WANTED', /speaks TLS\. Write tls=true/],
    ['TLS to a port without it', 'esdb://PLAIN', 'TLS_NOT_SPOKEN', /speaks without TLS\. Write tls=false/],
    ['no authority', `esdb://${account}SECURED`, 'CERTIFICATE', /not trusted .* tlsCAFile=FILE/],
    [
      'another authority',
      `esdb://${account}SECURED?tlsCAFile=${encodeURIComponent(OTHER_CA_FILE)}`,
      'CERTIFICATE',
      /not issued by the authority of .*other-ca\.crt/,
    ],
    ['no file there', `esdb://${account}SECURED?tlsCAFile=/nowhere/ca.crt`, 'FILE', /no file \/nowhere\/ca\.crt/],
    [
      'a file that is no certificate',
      `esdb://${account}SECURED?tlsCAFile=${encodeURIComponent(import.meta.filename)}`,
      'FILE',
      /eventstoredb-tls.*is no certificate/,
    ],
    ['no user', `esdb://SECURED?${authority}`, 'ACCESS_DENIED', /needs user and password/],
    [
      'a wrong password',
      `esdb://admin:wrong-one@SECURED?${authority}`,
      'ACCESS_DENIED',
      /refuses the user and password/,
    ],
  ])('%s is said to be that, by the history and by the settings', async (_, url, code, words) => {
    const failure = await open(at(url)).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: 'HistoryError', retry: true, code, message: expect.stringMatching(words) });
    const answer = await tryServer('eventstoredb', at(url));
    expect(answer).toMatchObject({ reached: false, tip: expect.any(String) });
    expect(answer.text).toMatch(/TLS|certificate|tlsCAFile|refuses/);
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'wrong-one'])
      expect(JSON.stringify([String(failure), answer])).not.toContain(secret);
  });

  test('a port where nobody listens is named', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      }),
    );
    await expect(open(`esdb://127.0.0.1:${port}?tls=false`)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `EventStoreDB at 127.0.0.1:${port} does not answer (ECONNREFUSED). See whether it runs.`,
    });
  });
});
