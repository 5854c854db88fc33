import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

/**
 * What must not be done to the client, done in a thread that does not survive it. Tells what came of it, line by line.
 */
const { danger, url }: { readonly danger: Danger; readonly url: string } = workerData;

export type Danger =
  | 'bad-id'
  | 'no-type'
  | 'no-stream'
  | 'disposed'
  | 'large-message'
  | 'not-json'
  | 'stalled'
  | 'no-deadline'
  | 'unread';

const tell = (line: string) => parentPort?.postMessage(line);
const NEW = { expectedRevision: NO_STREAM } as const;
const connect = () => EventStoreDBClient.connectionString(url);
const event = () => jsonEvent({ type: 'T', data: {} });
const stream = () => `danger-${crypto.randomUUID()}`;

/** Long enough for any answer on a busy machine. */
const ANSWER_MS = 20_000;
/** An append that is not answered within this never is. */
const SILENCE_MS = 1_000;

/** How an append ended, or that it had not after a while. */
async function outcome(appending: Promise<unknown>, milliseconds: number): Promise<string> {
  const settled = appending.then(
    () => 'written',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([settled, wait(milliseconds, 'no answer')]);
}

process.on('unhandledRejection', (reason) => tell(`unhandled ${reason}`));
process.on('uncaughtException', (error) => tell(`uncaught ${error}`));

const client = connect();
tell(await outcome(client.appendToStream(stream(), event(), NEW), ANSWER_MS));

const refused = {
  'bad-id': () => client.appendToStream(stream(), jsonEvent({ id: 'no-uuid', type: 'T', data: {} }), NEW),
  'no-type': () => client.appendToStream(stream(), jsonEvent({ type: '', data: {} }), NEW),
  'no-stream': () => client.appendToStream('', event(), NEW),
};
if (danger === 'bad-id' || danger === 'no-type' || danger === 'no-stream') {
  tell(await outcome(refused[danger](), ANSWER_MS));
  await wait(2500);
  tell(await outcome(client.appendToStream(stream(), event(), NEW), SILENCE_MS));
}

if (danger === 'large-message') {
  const other = connect();
  await other.appendToStream(stream(), event(), NEW);
  const pending = Array.from({ length: 20 }, () => outcome(other.appendToStream(stream(), event(), NEW), ANSWER_MS));
  const large = jsonEvent({ type: 'T', data: 'x'.repeat(30 * 2 ** 20) });
  tell(await outcome(client.appendToStream(stream(), large, NEW), ANSWER_MS));
  await Promise.all(pending);
}

if (danger === 'stalled') {
  parentPort?.postMessage('stall');
  await new Promise((resolve) => parentPort?.once('message', resolve));
  tell(await outcome(client.appendToStream(stream(), event(), NEW), ANSWER_MS));
  tell(await outcome(client.appendToStream(stream(), event(), NEW), SILENCE_MS));
}

if (danger === 'no-deadline') {
  const hasty = EventStoreDBClient.connectionString(`${url}&defaultDeadline=300`);
  const credentials = { username: 'admin', password: 'changeit' };
  await hasty.appendToStream(stream(), event(), { ...NEW, credentials });
  await hasty.appendToStream(stream(), event(), NEW);
  parentPort?.postMessage('stall');
  await new Promise((resolve) => parentPort?.once('message', resolve));
  tell(await outcome(hasty.appendToStream(stream(), event(), NEW), SILENCE_MS));
  tell(await outcome(hasty.appendToStream(stream(), event(), { ...NEW, credentials }), ANSWER_MS));
}

if (danger === 'unread') {
  client.readStream(stream());
  await wait(SILENCE_MS);
}

if (danger === 'disposed') {
  const other = connect();
  await other.appendToStream(stream(), event(), NEW);
  const pending = [client, other].map((each) => {
    const events = Array.from({ length: 400 }, event);
    return outcome(each.appendToStream(stream(), events, NEW), ANSWER_MS);
  });
  await new Promise((resolve) => setImmediate(resolve));
  await client.dispose();
  for (const each of pending) tell(await each);
}

if (danger === 'not-json') {
  const bad = jsonEvent({ type: 'T', data: { big: 1n } });
  tell(await outcome(client.appendToStream(stream(), bad, NEW), SILENCE_MS));
}

tell('end');
