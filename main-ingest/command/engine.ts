import type { Command } from './command.ts';
import { SERVING_USAGE, serveUntilEnd } from './serving.ts';

export const command: Command = {
  name: 'engine',
  summary: 'Serves intake and answers on 127.0.0.1, without a window',
  usage: `[--port N] [--token T] …\n${SERVING_USAGE}`,
  run: (args, context) => serveUntilEnd(args, context, { window: false }),
};
