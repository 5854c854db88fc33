import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A loopback connection that a test makes fail. It stands before a real server as before a double, so that the same
 * test runs on both.
 */
export class FaultyConnection {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #servers = new Set<Socket>();
  #losing = false;
  #stalled = false;

  private constructor(target: number) {
    this.#server = createServer((client) => this.#join(client, connect(target, '127.0.0.1')));
  }

  /** @param target port of the server behind it */
  static async to(target: number): Promise<FaultyConnection> {
    const connection = new FaultyConnection(target);
    connection.#server.listen(0, '127.0.0.1');
    await once(connection.#server, 'listening');
    return connection;
  }

  /** Where to connect to instead of the server's own port. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** What is sent arrives, what is answered does not, until {@link cut}. */
  loseAnswers(): void {
    this.#losing = true;
  }

  /** Nothing passes in either direction until {@link resume} or {@link cut}; nothing is lost, it comes late. */
  stall(): void {
    this.#stalled = true;
    for (const socket of [...this.#clients, ...this.#servers]) socket.pause();
  }

  resume(): void {
    this.#stalled = false;
    for (const socket of [...this.#clients, ...this.#servers]) socket.resume();
  }

  /** Breaks every connection. A new one is good again. */
  cut(): void {
    this.#losing = false;
    this.#stalled = false;
    for (const socket of [...this.#clients, ...this.#servers]) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }

  #join(client: Socket, server: Socket): void {
    this.#clients.add(client);
    this.#servers.add(server);
    client.setNoDelay(true);
    server.setNoDelay(true);
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (!this.#losing) client.write(bytes);
    });
    const end = () => {
      client.destroy();
      server.destroy();
      this.#clients.delete(client);
      this.#servers.delete(server);
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    if (this.#stalled) for (const socket of [client, server]) socket.pause();
  }
}
