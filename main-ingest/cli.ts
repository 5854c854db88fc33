import { enableCompileCache } from 'node:module';
import type { Command, CommandContext } from './command/command.ts';
import { COMMON_USAGE, CommandError, EXIT, UsageError } from './command/command.ts';

/** Commands by name, each loaded only when it is called. */
const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./command/start.ts'),
  serve: () => import('./command/serve.ts'),
  engine: () => import('./command/engine.ts'),
  import: () => import('./command/import.ts'),
  verify: () => import('./command/verify.ts'),
  answers: () => import('./command/answers.ts'),
  query: () => import('./command/query.ts'),
  rebuild: () => import('./command/rebuild.ts'),
  migrate: () => import('./command/migrate.ts'),
  doctor: () => import('./command/doctor.ts'),
};

const answer = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

enableCompileCache();
/** A signal that is sent to a process and to its group arrives twice; that is no second wish. */
const SAME_SIGNAL_MS = 1000;

const [name = '--help', ...args] = process.argv.slice(2);
process.exitCode = await run(name, args);

async function run(name: string, args: readonly string[]): Promise<number> {
  if (name === '--help' || name === 'help') {
    await showCommands();
    return EXIT.done;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    say(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.`);
    return EXIT.wrongUse;
  }
  const { command } = await load();
  if (args.includes('--help')) {
    answer(`${command.summary}\n\nUsage: npm run ${command.name} -- ${command.usage}\n${COMMON_USAGE}`);
    return EXIT.done;
  }
  try {
    return await command.run(args, { env: process.env, answer, say, signal: endSignal() });
  } catch (error) {
    return explain(error, command);
  }
}

async function explain(error: unknown, command: Command): Promise<number> {
  if (error instanceof UsageError || isParseError(error)) {
    say(`${error.message}\n\nUsage: npm run ${command.name} -- ${command.usage}\n${COMMON_USAGE}`);
    return EXIT.wrongUse;
  }
  if (error instanceof CommandError) {
    say(error.tip ? `${error.message}\n${error.tip}` : error.message);
    return EXIT.couldNot;
  }
  const { storageFailure } = await import('./damage.ts');
  const failure = storageFailure(error);
  if (failure) say(`${failure.message}.\n${failure.tip}`);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.couldNot;
}

/** Whether `parseArgs` refused the arguments. */
function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

async function showCommands(): Promise<void> {
  answer('Balatro analytics workbench\n\nUsage: npm run NAME -- ARGUMENTS  (each knows --help)\n');
  for (const [name, load] of Object.entries(commands)) answer(`  ${name.padEnd(9)}${(await load()).command.summary}`);
  answer(`\n${COMMON_USAGE}`);
}

/** Aborts at the first SIGINT or SIGTERM, so that a command can close in order; a later one ends the process. */
function endSignal(): CommandContext['signal'] {
  const ending = new AbortController();
  let first = 0;
  const end = (signal: NodeJS.Signals): void => {
    if (!ending.signal.aborted) {
      first = performance.now();
      ending.abort();
    } else if (performance.now() - first > SAME_SIGNAL_MS) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return ending.signal;
}
