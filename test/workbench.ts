import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The command line's program. */
export const cli = join(import.meta.dirname, '..', 'main-ingest', 'cli.ts');

/** What a command left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the command line to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  child.stdin.end(input);
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  await once(child, 'close');
  return { code: child.exitCode ?? -1, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** Limits of memory that `npm run` sets too. */
const MEMORY = ['--max-old-space-size=1536', '--max-semi-space-size=32'];

/** A workbench that serves on a free loopback port, in a process of its own. */
export class ServedWorkbench {
  readonly data: string;
  /** `http://127.0.0.1:N` */
  readonly origin: string;
  readonly token: string;
  readonly #said: readonly string[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, data: string, origin: string, token: string, said: readonly string[]) {
    this.#child = child;
    this.#said = said;
    this.data = data;
    this.origin = origin;
    this.token = token;
  }

  /** The address to open in a browser. */
  get address(): string {
    return `${this.origin}/?token=${this.token}`;
  }

  /** All that it has written to standard output and standard error. */
  get said(): string {
    return this.#said.join('');
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Starts `serve` on a data folder, a new one unless it is given, and waits until it listens. */
  static async start(
    options: {
      readonly data?: string;
      readonly args?: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<ServedWorkbench> {
    const data = options.data ?? mkdtempSync(join(tmpdir(), 'workbench-'));
    const token = 'a-token-for-the-tests-only';
    const child = spawn(
      process.execPath,
      [...MEMORY, cli, 'serve', '--port', '0', '--token', token, '--data', data, ...(options.args ?? [])],
      {
        env: { UV_THREADPOOL_SIZE: '8', ...process.env, ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const messages: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => messages.push(text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => messages.push(text));
    for await (const line of createInterface({ input: child.stdout })) {
      const origin = /^listening (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
      if (origin !== undefined) {
        child.stdout.resume();
        return new ServedWorkbench(child, data, origin, token, messages);
      }
    }
    throw new Error(`serve ended before it listened:\n${messages.join('')}`);
  }

  /** Resolves when it has ended, with what it wrote to standard error since it listens. */
  async ended(): Promise<{ readonly code: number | null; readonly stderr: string }> {
    const written: string[] = [];
    this.#child.stderr?.on('data', (text: string) => written.push(text));
    await once(this.#child, 'close');
    return { code: this.#child.exitCode, stderr: written.join('') };
  }

  /** Asks it to end, and waits until it has. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await once(this.#child, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
