import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

/**
 * What must not be done to the client, done in a thread that does not survive it. Tells what came of it, line by line.
 */
const { danger, url }: { readonly danger: 'refused-batch' | 'disposed' | 'not-json'; readonly url: string } =
  workerData;

const tell = (line: string) => parentPort?.postMessage(line);
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
tell(await outcome(client.appendToStream(stream(), event(), { expectedRevision: NO_STREAM }), ANSWER_MS));

if (danger === 'refused-batch') {
  const bad = jsonEvent({ id: 'no-uuid', type: 'T', data: {} });
  tell(await outcome(client.appendToStream(stream(), bad, { expectedRevision: NO_STREAM }), ANSWER_MS));
  await wait(2500);
  tell(await outcome(client.appendToStream(stream(), event(), { expectedRevision: NO_STREAM }), SILENCE_MS));
}

if (danger === 'disposed') {
  const other = connect();
  await other.appendToStream(stream(), event(), { expectedRevision: NO_STREAM });
  const pending = [client, other].map((each) => {
    const events = Array.from({ length: 400 }, event);
    return outcome(each.appendToStream(stream(), events, { expectedRevision: NO_STREAM }), ANSWER_MS);
  });
  await new Promise((resolve) => setImmediate(resolve));
  await client.dispose();
  for (const each of pending) tell(await each);
}

if (danger === 'not-json') {
  const bad = jsonEvent({ type: 'T', data: { big: 1n } });
  tell(await outcome(client.appendToStream(stream(), bad, { expectedRevision: NO_STREAM }), SILENCE_MS));
}

tell('end');
