import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from '../../servers/free-ports.ts';

export interface DoubleSettings {
  /** Nodes of a cluster. */
  readonly nodes?: number;
  /** Speaks TLS alone, with the certificate of `test/doubles/eventstoredb/tls/`. */
  readonly tls?: boolean;
  /** Of the user `admin`; without it nobody is asked. */
  readonly password?: string;
}

const tls = join(import.meta.dirname, 'tls');
/** The authority that the double's certificate is of, and another one. */
export const CA_FILE = join(tls, 'ca.crt');
export const OTHER_CA_FILE = join(tls, 'other-ca.crt');

/** The double as it can be beside a real server: a cluster whose leader is killed, TLS, a password. */
export class DoubleEventStore {
  readonly ports: readonly number[];
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(ports: readonly number[], { tls: speaksTls = false, password }: DoubleSettings) {
    this.ports = ports;
    this.#folder = mkdtempSync(join(tmpdir(), 'eventstore-'));
    this.#child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'server.ts'), this.#folder, ...ports.map(String)],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          ...process.env,
          ...(speaksTls && {
            EVENTSTORE_CERTIFICATE_FILE: join(tls, 'node.crt'),
            EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: join(tls, 'node.key'),
          }),
          ...(password !== undefined && { EVENTSTORE_PASSWORD: password }),
        },
      },
    );
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('The double has no standard output');
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  static async start(settings: DoubleSettings = {}): Promise<DoubleEventStore> {
    const double = new DoubleEventStore(await freePorts(settings.nodes ?? 1), settings);
    for (const _ of double.ports) await double.#line();
    return double;
  }

  /** `127.0.0.1:N`, of all nodes with commas. */
  get hosts(): string {
    return this.ports.map((port) => `127.0.0.1:${port}`).join(',');
  }

  /** Kills the leader, whose port is answered; the others choose another one after a while. */
  async killLeader(): Promise<number> {
    for (;;) {
      const port = Number((await this.#say('kill leader')).replace('killed ', ''));
      if (port > 0) return port;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Starts a node again that was killed. */
  async startNode(port: number): Promise<void> {
    await this.#say(`start ${port}`);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #say(line: string): Promise<string> {
    const answer = this.#line();
    this.#child.stdin?.write(`${line}\n`);
    return answer;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('The double has ended');
    return value;
  }
}
