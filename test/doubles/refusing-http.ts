import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';

/** An HTTP server before a real one: hands everything on, or refuses what is written as a server in trouble does. */
export class RefusingHttp {
  readonly #server: Server;
  #refusal: { readonly status: number; readonly body: string } | undefined;
  /** Requests that were refused. */
  refused = 0;

  private constructor(target: number) {
    this.#server = createServer((asked, answer) => {
      const refusal = this.#refusal;
      if (refusal !== undefined && asked.method === 'POST') {
        this.refused += 1;
        asked.resume().once('end', () => {
          answer.writeHead(refusal.status, { 'content-type': 'application/json' }).end(refusal.body);
        });
        return;
      }
      const { method, url, headers } = asked;
      const handed = request({ host: '127.0.0.1', port: target, method, path: url, headers }, (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
        answered.once('error', () => answer.destroy());
      });
      handed.once('error', () => answer.destroy());
      asked.pipe(handed);
    });
  }

  /** @param target port of the server behind it */
  static async to(target: number): Promise<RefusingHttp> {
    const refusing = new RefusingHttp(target);
    refusing.#server.listen(0, '127.0.0.1');
    await once(refusing.#server, 'listening');
    return refusing;
  }

  /** `http://127.0.0.1:N` */
  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  /** Refuses every POST from now on, as QuestDB does when a file of it cannot grow. */
  refuse(status: number, message: string): void {
    this.#refusal = { status, body: JSON.stringify({ code: 'internal error', message, errorId: 'test' }) };
  }

  accept(): void {
    this.#refusal = undefined;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
