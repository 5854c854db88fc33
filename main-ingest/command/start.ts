import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Command, type CommandContext, CommandError, EXIT } from './command.ts';
import { SERVING_USAGE, serveUntilEnd } from './serving.ts';

/** The desktop shell as it was built, with its own copy of the engine. */
const shell = join(dirname(dirname(import.meta.dirname)), 'dist', 'desktop');

export const command: Command = {
  name: 'start',
  summary: 'Opens the desktop; where that cannot be had, says why and serves the workbench for a browser',
  usage: `[--demo] [--port N] …\n${SERVING_USAGE}`,
  run: async (args, context) => {
    const { WORKBENCH_ELECTRON: electron, WORKBENCH_NO_ELECTRON: missing } = context.env;
    if (electron && existsSync(electron) && existsSync(join(shell, 'package.json')))
      return openDesktop(electron, args, context);
    context.say(`No desktop: ${missing ?? 'the desktop shell is not built'}. Open the address below in a browser.`);
    return serveUntilEnd(args, context, { window: true });
  },
};

async function openDesktop(electron: string, args: readonly string[], context: CommandContext): Promise<number> {
  const desktop = spawn(electron, [shell, ...args], { stdio: 'inherit' });
  const end = (): boolean => desktop.kill('SIGTERM');
  context.signal.addEventListener('abort', end, { once: true });
  const failed = once(desktop, 'error').then(([error]: unknown[]) => {
    throw new CommandError(`Electron does not start: ${error instanceof Error ? error.message : String(error)}`, {
      tip: '`npm run serve` serves the same workbench for a browser.',
    });
  });
  const [code] = await Promise.race([once(desktop, 'exit'), failed]);
  return code === 0 || context.signal.aborted ? EXIT.done : EXIT.couldNot;
}
