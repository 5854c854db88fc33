import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { tryServer } from '../../../main-ingest/settings/connection.ts';
import { startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { questdbMissing, startQuestdb } from '../../servers/questdb.ts';

/** Listens while the test runs. */
async function listening(server: Server, during: (port: number) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await during(address !== null && typeof address === 'object' ? address.port : 0);
  } finally {
    server.close();
  }
}

const ADDRESSES = [
  ['questdb-http', (port: number) => `http://127.0.0.1:${port}`],
  ['questdb-pg', (port: number) => `postgres://admin:quest@127.0.0.1:${port}/qdb`],
  ['eventstoredb', (port: number) => `esdb://127.0.0.1:${port}?tls=false`],
] as const;

describe.each(ADDRESSES)('%s', (server, at) => {
  test('a port that nobody listens on is said to be that', async () => {
    let free = 0;
    await listening(createServer(), async (port) => {
      free = port;
    });
    expect(await tryServer(server, at(free))).toMatchObject({ reached: false, text: 'nothing listens there' });
  });

  test('a server of another kind is not taken for it', async () => {
    await listening(
      createHttpServer((_, response) => response.end('<html>')),
      async (port) => {
        const answer = await tryServer(server, at(port));
        expect(answer).toMatchObject({ reached: false, tip: expect.any(String) });
      },
    );
  });

  test('a server that says nothing is given up', async () => {
    await listening(
      createServer((socket) => socket.on('error', () => {})),
      async (port) => {
        expect(await tryServer(server, at(port))).toMatchObject({ reached: false, text: 'no answer within 4 s' });
      },
    );
  });
});

test('an EventStoreDB tells its version', async () => {
  const store = await startEventStore();
  try {
    const answer = await tryServer('eventstoredb', store.url);
    expect(answer).toMatchObject({ reached: true, text: expect.stringMatching(/^EventStoreDB \d+\.\d+/) });
  } finally {
    await store.stop();
  }
});

const missing = await questdbMissing();

test.skipIf(missing !== undefined)('a QuestDB tells its version, and a wrong password from a wrong place', async () => {
  const { version, url, pgUrl, readerUrl, stop } = await startQuestdb();
  try {
    const told = (address: string) => tryServer(address.startsWith('http') ? 'questdb-http' : 'questdb-pg', address);
    expect(await told(url)).toMatchObject({ reached: true, text: `QuestDB ${version}` });
    expect(await told(pgUrl)).toMatchObject({ reached: true, text: `QuestDB ${version}, as admin` });
    expect(await told(readerUrl)).toMatchObject({ reached: true, text: `QuestDB ${version}, as user` });
    const wrong = pgUrl.replace(':quest@', ':wrong@');
    expect(await told(wrong)).toMatchObject({ reached: false, text: 'refuses user and password' });
  } finally {
    await stop();
  }
});
