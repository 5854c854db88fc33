import { parentPort, workerData } from 'node:worker_threads';
import { openHistoryReader } from '../history/open.ts';
import { outliveRejections } from '../unexpected.ts';
import type { Followed, Following, Numbered, Question, ReaderOptions, Unexpected } from './messages.ts';
import { ReplayReader } from './reader.ts';

/** Entry of the reader thread: reads histories and folds replays, so that neither holds up the intake. */

outliveRejections((error) => {
  const unexpected = error instanceof Error ? (error.stack ?? error.message) : String(error);
  parentPort?.postMessage({ unexpected } satisfies Unexpected);
});
const options: ReaderOptions = workerData;
const reader = new ReplayReader(await openHistoryReader(options.history), options.cacheBytes);
const following = new Map<number, AbortController>();
let last: Promise<void> = Promise.resolve();

/** Follows beside the questions: those wait for each other, and not for a game to grow. */
async function follow(id: number, sessionId: string): Promise<void> {
  const stop = new AbortController();
  following.set(id, stop);
  const tell = (message: Followed) => parentPort?.postMessage({ ...message, id });
  try {
    for await (const progress of reader.follow(sessionId, stop.signal)) tell({ followed: 'further', progress });
    tell({ followed: 'ended' });
  } catch (error) {
    tell({ followed: 'ended', failure: error instanceof Error ? error.message : String(error) });
  } finally {
    following.delete(id);
  }
}

parentPort?.on('message', (message: Numbered<Question | Following> | 'close') => {
  if (message === 'close') for (const stop of following.values()) stop.abort();
  else if ('follow' in message) return void follow(message.id, message.follow);
  else if ('unfollow' in message) return following.get(message.id)?.abort();
  last = last.then(async () => {
    if (message === 'close') {
      await reader.close().finally(() => parentPort?.close());
      return;
    }
    const answer = await reader.answer(message);
    parentPort?.postMessage({ ...answer, id: message.id });
  });
});
