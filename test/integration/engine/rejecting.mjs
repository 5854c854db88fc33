/**
 * Loaded before everything else, in each thread and process of a workbench: makes a promise that fails and that nobody waits
 * for when a file of a name that says where appears.
 */
import { existsSync } from 'node:fs';
import { isMainThread, threadName } from 'node:worker_threads';

const isEngine = process.argv.includes('serve');
const where = isMainThread ? (isEngine ? 'engine' : 'process') : threadName;
const file = `${process.env.REJECT_WHEN_THERE}-${where}`;
const timer = setInterval(() => {
  if (!existsSync(file)) return;
  clearInterval(timer);
  Promise.reject(new Error(`nobody waits in ${where}`));
}, 20);
timer.unref();
