/**
 * The engine in Electron's utility process: forked by and living with the main process, so that a burst of events never
 * holds up a window. It serves the intake over HTTP like the other commands, and windows over the ports it is given.
 */
import { CommandError, UsageError } from '../main-ingest/command/command.ts';
import { startServing } from '../main-ingest/command/serving.ts';

const { parentPort } = process;

async function run(): Promise<void> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const { engine } = await startServing(process.argv.slice(2), { env: process.env, say }, { window: true });
  parentPort.on('message', ({ data, ports }) => {
    const [port] = ports;
    if (data === 'connect' && port) engine.answerPort(port);
    if (data === 'stop') void engine.close().then(() => process.exit(0));
  });
  parentPort.postMessage('ready');
}

try {
  await run();
} catch (error) {
  const tip = error instanceof CommandError ? error.tip : undefined;
  const expected = error instanceof CommandError || error instanceof UsageError;
  process.stderr.write(
    `workbench: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n${tip ?? ''}\n`,
  );
  // The windows say so too: a data folder or a port in use is a common reason, and stderr may be nowhere.
  if (expected) parentPort.postMessage({ failed: [error.message, tip].filter(Boolean).join(' ') });
  process.exit(3);
}
