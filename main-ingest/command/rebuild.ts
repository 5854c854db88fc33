import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import type { StoreHealth } from '../contract/health.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, CommandError, EXIT, UsageError } from './command.ts';
import { MigrationProgressLine } from './migrate-progress.ts';
import { openWorkbench } from './open-workbench.ts';
import { configFor } from './serving.ts';

const POLL_MS = 250;
const SHOWN = 10;

export const command: Command = {
  name: 'rebuild',
  summary: 'Makes the metrics anew of the history',
  usage: `metrics [--from history]
  metrics          the tables that recipes ask; the histories of games are what they are made of
  --from history   the same: there is no other source
A running workbench that has the data folder does the work; it takes events in all the while. Queries answer when it is done.
Ctrl-C cancels it. Measurements of the workbench itself, which only the tables held, are not made again.
Exit code 1: the history is damaged and could not give all.`,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON_OPTIONS, from: { type: 'string' } },
      allowPositionals: true,
    });
    if (positionals.length !== 1 || positionals[0] !== 'metrics')
      throw new UsageError('What is to be made anew? metrics');
    if (values.from !== undefined && values.from !== 'history') throw new UsageError('--from: history');
    const workbench = await opened(configFor(values, context.env), context);
    try {
      return await rebuild(workbench, context);
    } finally {
      await workbench.close();
    }
  },
};

interface Workbench {
  metrics(): Promise<StoreHealth>;
  rebuild(): Promise<void>;
  cancelRebuild(): Promise<void>;
  close(): Promise<void>;
}

function opened(config: Config, { say }: Pick<CommandContext, 'say'>): Promise<Workbench> {
  return openWorkbench<Workbench>(config, {
    say,
    own: ({ answers: { live, rebuild }, close }) => ({
      metrics: async () => live.health().stores.metrics,
      rebuild: () => rebuild.begin(),
      cancelRebuild: async () => rebuild.cancel(),
      close,
    }),
    running: ({ health }) => ({
      metrics: async () => (await health.get()).stores.metrics,
      rebuild: () => health.rebuild(),
      cancelRebuild: () => health.cancelRebuild(),
      close: async () => {},
    }),
  });
}

async function rebuild(workbench: Workbench, context: CommandContext): Promise<number> {
  const before = (await workbench.metrics()).rebuilt?.at;
  await workbench.rebuild();
  const line = new MigrationProgressLine(process.stderr);
  let told = '';
  for (;;) {
    const { state, rebuilding, rebuilt, lastError } = await workbench.metrics();
    if (rebuilt !== undefined && rebuilt.at !== before) {
      line.end();
      context.answer(inWords(rebuilt));
      return rebuilt.unreadable.length > 0 ? EXIT.foundWrong : EXIT.done;
    }
    if (context.signal.aborted) {
      line.end();
      await workbench.cancelRebuild();
      throw new CommandError('Cancelled.', { tip: 'Health and `npm run doctor` say how the metrics are now.' });
    }
    if (rebuilding) line.show({ doing: 'reading', what: 'events', ...rebuilding });
    else if (state === 'down' && lastError && lastError.at !== told) {
      told = lastError.at;
      context.say(`It does not go on, and is tried again: ${lastError.message}`);
    }
    await setTimeout(POLL_MS, undefined, { signal: context.signal }).catch(() => {});
  }
}

function inWords({ events, unreadable, keptAs }: NonNullable<StoreHealth['rebuilt']>): string {
  const number = new Intl.NumberFormat('en-US').format;
  const lines = [`The metrics were made anew of ${number(events)} events; delivery goes on behind them.`];
  if (keptAs !== undefined)
    lines.push(`What was there before is kept as ${keptAs}; delete it when you need it no more.`);
  if (unreadable.length > 0) {
    lines.push(`${number(unreadable.length)} streams could not be read to their end, as the history is damaged:`);
    lines.push(...unreadable.slice(0, SHOWN).map((stream) => `  ${stream}`));
    if (unreadable.length > SHOWN) lines.push(`  and ${number(unreadable.length - SHOWN)} more`);
    lines.push('`npm run doctor` says what to do.');
  }
  return lines.join('\n');
}
