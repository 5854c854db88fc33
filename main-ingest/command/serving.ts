import { parseArgs } from 'node:util';
import { type Config, ConfigError, loadConfig } from '../config.ts';
import { FolderInUse, FolderUnusable } from '../data-folder.ts';
import type { Engine, Opening } from '../engine.ts';
import type { HttpServer } from '../serve/http.ts';
import { COMMON_OPTIONS, type CommandContext, CommandError, dataFolder, EXIT, UsageError } from './command.ts';

/** Options of the commands that serve: `start`, `serve`, `engine`. */
const SERVING_OPTIONS = {
  ...COMMON_OPTIONS,
  port: { type: 'string' },
  token: { type: 'string' },
  demo: { type: 'boolean' },
  pace: { type: 'string' },
} as const;

export const SERVING_USAGE = `  --port N         port on 127.0.0.1 (default 4680, 0: any free one)
  --token T        the token to show, at least 16 characters (else one is made for each start)
  --demo           play a recording as if it happened now, through the real intake
  --pace N         how fast the demo plays (default 10, 1: as recorded)`;

/** An engine that serves, as a command's arguments want it. */
export interface Serving {
  readonly engine: Engine;
  readonly server: HttpServer;
  /** Whether the token was chosen by whoever started it, who need not be told. */
  readonly tokenGiven: boolean;
}

/**
 * Opens an engine and serves it as the arguments of `start`, `serve` or `engine` say; the desktop shell's too.
 * @throws UsageError, CommandError
 */
export async function startServing(
  args: readonly string[],
  context: Pick<CommandContext, 'env' | 'say'>,
  { window }: { readonly window: boolean },
): Promise<Serving> {
  const { values } = parseArgs({ args: [...args], options: SERVING_OPTIONS });
  const config = configFor(values, context.env, {
    'http.port': numberOption('port', values.port),
    'http.token': values.token,
    'demo.pace': numberOption('pace', values.pace),
  });
  const engine = await openEngineFor(config, { say: context.say });
  try {
    const server = await engine.serve({ window });
    if (values.demo) await engine.answers.demo.start(config.settings.demo.pace);
    return { engine, server, tokenGiven: config.settings.http.token !== undefined };
  } catch (error) {
    await engine.close();
    throw isPortTaken(error) ? portTaken(config, error) : error;
  }
}

/** Serves until the person ends it; tells where. */
export async function serveUntilEnd(
  args: readonly string[],
  context: CommandContext,
  options: { readonly window: boolean },
): Promise<number> {
  const { engine, server, tokenGiven } = await startServing(args, context, options);
  if (!tokenGiven) context.answer(`open ${server.addressWithToken}`);
  context.answer(`listening ${server.url}`);
  await aborted(context.signal);
  context.say('Closing …');
  await closed(engine);
  return EXIT.done;
}

/** Closes an engine. @throws CommandError where the disk does not take what it wants to save */
async function closed(engine: Engine): Promise<void> {
  try {
    await engine.close();
  } catch (error) {
    const { storageFailure } = await import('../damage.ts');
    const failure = storageFailure(error);
    if (failure === undefined) throw error;
    throw new CommandError(`Closed, but not all could be saved: ${failure.message}.`, {
      tip: `${failure.tip} The next start reads it again from the journal.`,
      cause: error,
    });
  }
}

/** Configuration of a command. @throws CommandError where it is unusable */
export function configFor(
  values: { readonly data?: string | undefined; readonly config?: string | undefined },
  env: CommandContext['env'],
  options: Readonly<Record<string, unknown>> = {},
): Config {
  try {
    return loadConfig({ dataFolder: dataFolder(values.data, env), file: values.config, env, options });
  } catch (error) {
    throw error instanceof ConfigError ? new CommandError(error.message, { cause: error }) : error;
  }
}

/** Opens an engine. @throws CommandError that says what to do */
export async function openEngineFor(config: Config, options: Opening): Promise<Engine> {
  // Loaded only when it is opened: `--help` and wrong use are answered without it.
  const { openEngine } = await import('../engine.ts');
  try {
    return await openEngine(config, options);
  } catch (error) {
    throw engineFailure(error);
  }
}

/** Why an engine could not be opened, with what to do about it. */
export function engineFailure(error: unknown): unknown {
  if (error instanceof FolderInUse)
    return new CommandError(error.message, { tip: 'Use that one, end it first, or name another folder: --data DIR.' });
  if (error instanceof FolderUnusable)
    return new CommandError(error.message, {
      tip: 'Name a folder that can be written: --data DIR or WORKBENCH_DATA.',
    });
  // An EngineError, whose class would bring the whole engine with it.
  if (error instanceof Error && 'part' in error && 'tip' in error)
    return new CommandError(error.message, { tip: String(error.tip), cause: error });
  return error;
}

/** @throws UsageError */
export function numberOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new UsageError(`--${name}: "${text}" is no number`);
  return value;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function portTaken({ settings }: Config, cause: unknown): CommandError {
  return new CommandError(`Port ${settings.http.port} of ${settings.http.host} is taken or may not be used.`, {
    tip: 'Another port: --port N (0 takes any free one), or the setting http.port.',
    cause,
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
