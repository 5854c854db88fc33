import { once } from 'node:events';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';

/** Where a node listens, and how it is spoken with. */
export interface NodeOptions {
  readonly port: number;
  /** Its certificate and key, PEM; without them it speaks without TLS. */
  readonly certificate: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** What `/info` answers. */
  readonly info: () => object;
}

/** A node's port: gRPC and HTTP over one, with TLS or without. */
export class Node {
  readonly #options: NodeOptions;
  readonly #sockets = new Set<Socket>();
  readonly #take: (socket: Socket) => void;
  #server: NetServer | undefined;

  constructor(grpc: GrpcServer, options: NodeOptions) {
    this.#options = options;
    const http = createHttpServer((request, response) => {
      const answer = (status: number, body?: object): ServerResponse =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
      if (request.url === '/health/live') answer(204);
      else if (request.url === '/info') answer(200, options.info());
      else answer(404);
    });
    const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
    // A gRPC client begins with the preface of HTTP/2.
    this.#take = (socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('readable', () => {
        const first: Buffer | null = socket.read();
        if (first === null) return;
        socket.unshift(first);
        if (first.toString('latin1', 0, 3) === 'PRI') injector.injectConnection(socket);
        else http.emit('connection', socket);
      });
    };
  }

  /** Listens; answers the port. */
  async listen(): Promise<number> {
    const { port, certificate } = this.#options;
    const server =
      certificate === undefined
        ? createServer(this.#take)
        : createTlsServer({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, this.#take);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('tlsClientError', () => {});
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Ends at once: whoever is connected sees a broken connection. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }
}
