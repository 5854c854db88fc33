import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fastify';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { type IntakeHttpOptions, intakeHttp } from '../intake/http.ts';
import type { Live } from '../live/live.ts';
import type { Access, RequestFacts } from './access.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import type { WorkbenchRouter } from './router.ts';
import { serveWindow } from './window.ts';

export interface HttpOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly access: Access;
  readonly router: WorkbenchRouter;
  readonly live: Live;
  readonly intake: IntakeHttpOptions;
  /** Folder of the built window; nothing is shown at `/` where there is none. */
  readonly windowFolder?: string | undefined;
  readonly log: FastifyBaseLogger;
}

export interface HttpServer {
  /** `http://127.0.0.1:4680` */
  readonly url: string;
  /** The same with the token: what a person opens. */
  readonly addressWithToken: string;
  /** Answers what has been asked, then closes. */
  close(): Promise<void>;
}

const IDLE_LOOK_MS = 20;
/** What has not been answered by then is not waited for, in milliseconds. */
const LONGEST_CLOSE_MS = 5000;

/** A request that has not arrived whole by then is given up, in milliseconds; the intake has a shorter time of its own. */
const LONGEST_REQUEST_MS = 300_000;

/** Headers of every answer: what is served here is for nobody's frame, and is what it says it is. */
const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * The contract (`/rpc`, and as plain JSON under `/api`), the event intake, `/health` and the window over one HTTP server.
 * @throws where the port is taken
 */
export async function serveHttp(options: HttpOptions): Promise<HttpServer> {
  const { access, live, log } = options;
  const server = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    requestTimeout: LONGEST_REQUEST_MS,
  });
  guard(server, access);
  server.get('/health', async (request, reply) => {
    // The window has a view of the same name: who goes there with a browser means that.
    return options.windowFolder !== undefined && isPage(request) ? reply.sendFile('index.html') : live.health();
  });
  await server.register(intakeHttp, options.intake);
  await server.register(answerCalls, options);
  if (options.windowFolder !== undefined) await serveWindow(server, options.windowFolder);
  // Watches would keep their connections, and so the server, open.
  server.addHook('preClose', async () => live.close());

  await server.listen({ host: options.host, port: options.port });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  access.listensOn(address.port);
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const url = `http://${name}:${address.port}`;
  return { url, addressWithToken: `${url}/?token=${access.token}`, close: () => closeServer(server) };
}

/** A connection that was busy when the server began to close stays open when it falls idle: somebody has to look. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), IDLE_LOOK_MS);
  const late = setTimeout(() => server.server.closeAllConnections(), LONGEST_CLOSE_MS);
  await server.close();
  clearInterval(idle);
  clearTimeout(late);
}

/** Whether a browser goes there, and no program asks. */
function isPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}

/** Judges every request before its body is read. */
function guard(server: FastifyInstance, access: Access): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const facts = factsOf(request);
    const verdict = access.judge(facts);
    // The page of the health view needs no token, but what it loads and asks does.
    if (verdict.allowed && !isPage(request)) return;
    if (verdict.allowed || verdict.status === 401) {
      const query = new URLSearchParams(request.url.split('?')[1]);
      const token = query.get('token');
      if (request.method === 'GET' && token !== null && access.isToken(token)) {
        query.delete('token');
        const rest = query.size > 0 ? `?${query}` : '';
        reply.header('set-cookie', `${access.cookieName()}=${token}; Path=/; HttpOnly; SameSite=Strict`);
        return reply.redirect(`${facts.path}${rest}`, 303);
      }
      if (verdict.allowed) return;
      reply.header('www-authenticate', 'Bearer');
    }
    return reply.code(verdict.status).send({ status: 'error', code: 'REFUSED', reason: verdict.reason });
  });
}

function factsOf({ method, url, headers, socket }: FastifyRequest): RequestFacts {
  const site = headers['sec-fetch-site'];
  return {
    method,
    path: url.split('?')[0] ?? url,
    host: headers.host,
    origin: headers.origin,
    fetchSite: typeof site === 'string' ? site : undefined,
    authorization: headers.authorization,
    cookie: headers.cookie,
    remoteAddress: socket.remoteAddress,
  };
}

/** The contract's procedures; bodies are read by oRPC itself. */
async function answerCalls(scope: FastifyInstance, { router, log }: HttpOptions): Promise<void> {
  const rpc = new RPCHandler(router, { interceptors: [onError((error) => log.debug(error))] });
  const api = new OpenAPIHandler(router, { interceptors: [onError((error) => log.debug(error))] });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
  for (const [prefix, handler] of [
    ['/rpc', rpc],
    ['/api', api],
  ] as const)
    scope.all(`${prefix}/*`, async (request, reply) => {
      const { matched } = await handler.handle(request, reply, { prefix, context: {} });
      if (!matched)
        await reply.code(404).send({ status: 'error', code: 'NOT_FOUND', reason: 'There is no such procedure.' });
      return reply;
    });
}
