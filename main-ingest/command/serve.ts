import type { Command } from './command.ts';
import { SERVING_USAGE, serveUntilEnd } from './serving.ts';

export const command: Command = {
  name: 'serve',
  summary: 'Serves the workbench on 127.0.0.1, for a browser',
  usage: `[--port N] [--token T] [--demo] …\n${SERVING_USAGE}`,
  run: (args, context) => serveUntilEnd(args, context, { window: true }),
};
