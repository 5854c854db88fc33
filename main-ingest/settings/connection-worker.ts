import { parentPort, workerData } from 'node:worker_threads';
import type { ConnectionAnswer } from '../contract/settings.ts';
import { EventStoreAddress } from '../history/eventstoredb-address.ts';
import { diagnose } from '../history/eventstoredb-diagnosis.ts';
import { HistoryError } from '../history/history.ts';
import { ANSWER_MS, type Trial } from './connection.ts';

/** What a server says of itself: `QuestDB 9.3.1`. Throws where it cannot be reached or is another. */
type Ask = (address: string) => Promise<string>;

/** A server answered, but not as it should. */
class WrongAnswer extends Error {
  readonly tip: string | undefined;

  constructor(message: string, tip?: string) {
    super(message);
    this.tip = tip;
  }
}

const WRONG_USER = 'Check user and password in the address.';

async function questdbOverHttp(address: string): Promise<string> {
  const { origin, username, password } = new URL(address);
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(`${origin}/exec?query=${encodeURIComponent('SELECT build()')}`, {
    headers: username === '' ? {} : { authorization: `Basic ${Buffer.from(account).toString('base64')}` },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (response.status === 401 || response.status === 403)
    throw new WrongAnswer(`refuses ${username === '' ? 'to answer without a user' : `user ${username}`}`, WRONG_USER);
  const text = await response.text();
  const version = versionOf(text);
  if (!response.ok || version === undefined)
    throw new WrongAnswer(
      `answers, but not as QuestDB does (HTTP ${response.status})`,
      'QuestDB listens for HTTP on 9000.',
    );
  return version;
}

async function questdbOverPostgres(address: string): Promise<string> {
  const { default: pg } = await postgresClient();
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>('SELECT build() AS version');
    const version = versionOf(rows[0]?.version ?? '');
    if (version === undefined) throw new WrongAnswer('answers, but is no QuestDB');
    return `${version}, as ${client.user ?? 'user without a name'}`;
  } finally {
    void client.end();
  }
}

const postgresClient = () => import('pg');
const eventstoredbClient = () => import('../history/eventstoredb-client.ts');

const versionOf = (build: string): string | undefined => /QuestDB [^,\s"]+/.exec(build)?.[0];

async function eventstoredb(text: string): Promise<string> {
  const { connect, nodeOf, readEvents, serverVersion } = await eventstoredbClient();
  const address = new EventStoreAddress(text);
  try {
    const client = connect(address);
    // A stream that is missing reads as empty: what counts is that the server answered.
    const reading = readEvents(client.readStream('learning-metrics', { maxCount: 1 }), ANSWER_MS);
    for await (const _ of reading) break;
    const node = await nodeOf(client);
    const where = address.isCluster ? `, now at ${node.address}:${node.port}` : '';
    return `EventStoreDB ${(await serverVersion(address, node)) ?? ''}`.trim() + where;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    if (error.code === 'FILE') throw new WrongAnswer(error.message, 'Name a file that this machine has.');
    if (error.code === 'ACCESS_DENIED')
      throw new WrongAnswer(
        address.user === undefined ? 'refuses to answer without a user' : `refuses user ${address.user.username}`,
        WRONG_USER,
      );
    const found = await diagnose(address);
    if (found === undefined || found.code === 'UNAVAILABLE') throw error;
    throw new WrongAnswer(found.text, found.tip);
  }
}

const ASK: Readonly<Record<Trial['server'], { readonly ask: Ask; readonly load?: () => Promise<unknown> }>> = {
  eventstoredb: { ask: eventstoredb, load: eventstoredbClient },
  'questdb-http': { ask: questdbOverHttp },
  'questdb-pg': { ask: questdbOverPostgres, load: postgresClient },
};

const TIPS: readonly (readonly [RegExp, text: string, tip: string])[] = [
  [/ECONNREFUSED/, 'nothing listens there', 'Check host and port, and whether the server runs.'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no such host', 'Check the name of the host.'],
  [
    /timeout|timed out|has not answered|TIMEOUT|deadline/i,
    `no answer within ${ANSWER_MS / 1000} s`,
    'Check host, port and firewall.',
  ],
  [
    /password authentication|invalid username|ACCESS_DENIED|not authenticated|28P01/i,
    'refuses user and password',
    WRONG_USER,
  ],
  [
    /ECONNRESET|EPIPE|EPROTO|Connection terminated|UNAVAILABLE|Protocol error/,
    'hangs up',
    'Check the port, and whether the server wants TLS.',
  ],
];

/** What went wrong, in a word and with what to do. */
function failureOf(error: unknown): Pick<ConnectionAnswer, 'text' | 'tip'> {
  if (error instanceof WrongAnswer)
    return { text: error.message, ...(error.tip === undefined ? {} : { tip: error.tip }) };
  const said = messagesOf(error).join('; ');
  const [, text, tip] = TIPS.find(([pattern]) => pattern.test(said)) ?? [];
  return text !== undefined && tip !== undefined ? { text, tip } : { text: said };
}

function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const code = 'code' in error ? [String(error.code)] : [];
  const inner = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  return [...code, error.message, ...inner.flatMap(messagesOf)].filter((text) => text !== '');
}

async function answer({ server, address }: Trial): Promise<ConnectionAnswer> {
  const { ask, load } = ASK[server];
  // The answer's time is the server's, not that of loading its client.
  await load?.();
  const began = performance.now();
  try {
    const text = await ask(address);
    return { reached: true, text, ms: Math.round(performance.now() - began) };
  } catch (error) {
    return { reached: false, ms: Math.round(performance.now() - began), ...failureOf(error) };
  }
}

const trial: Trial = workerData;
parentPort?.postMessage(await answer(trial));
