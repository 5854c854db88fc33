import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** How a command ended (interfaces, section 9). */
export const EXIT = { done: 0, foundWrong: 1, wrongUse: 2, couldNot: 3 } as const;

/** What a command is given beside its arguments. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes an answer to standard output; a line break is added. */
  readonly answer: (text: string) => void;
  /** Writes progress or a message to standard error; a line break is added. */
  readonly say: (text: string) => void;
  /** Aborted when the person (Ctrl-C) or the system (SIGTERM) wants the command to end. */
  readonly signal: AbortSignal;
}

/** One command of the command line; a file `command/NAME.ts` exports it as `command`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name, and one line an option; shown by `--help`, common options are added. */
  readonly usage: string;
  /** Answers the exit code. Throws {@link UsageError} or {@link CommandError} (or what `parseArgs` throws: wrong use). */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** The person called a command wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command could not do its work: exit code 3. The message says what happened, the tip what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly tip: string | undefined;

  constructor(message: string, options: { tip?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.tip = options.tip;
  }
}

/** Options that every command knows, for `parseArgs({ options: { ...COMMON_OPTIONS, … } })`. */
export const COMMON_OPTIONS = {
  help: { type: 'boolean' },
  data: { type: 'string' },
  config: { type: 'string' },
} as const;

export const COMMON_USAGE = `  --data DIR       the data folder (else WORKBENCH_DATA, else the user's data folder)
  --config FILE    settings (else workbench.yaml in the data folder, where there is one)
  --help           this text`;

/** The data folder as an absolute path: the option, else `WORKBENCH_DATA`, else the user's data folder of the platform. */
export function dataFolder(option: string | undefined, env: CommandContext['env']): string {
  const named = option ?? env.WORKBENCH_DATA;
  if (named) return resolve(named);
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'balatro-workbench');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'balatro-workbench');
    default:
      return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'balatro-workbench');
  }
}
