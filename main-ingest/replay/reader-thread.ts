import { parentPort, workerData } from 'node:worker_threads';
import { openHistoryReader } from '../history/open.ts';
import type { Numbered, Question, ReaderOptions } from './messages.ts';
import { ReplayReader } from './reader.ts';

/** Entry of the reader thread: reads histories and folds replays, so that neither holds up the intake. */

const options: ReaderOptions = workerData;
const reader = new ReplayReader(await openHistoryReader(options.history), options.cacheBytes);
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: Numbered<Question> | 'close') => {
  last = last.then(async () => {
    if (message === 'close') {
      await reader.close();
      parentPort?.close();
      return;
    }
    const answer = await reader.answer(message);
    parentPort?.postMessage({ ...answer, id: message.id });
  });
});
