import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the built window from its folder; paths without an extension are views of it, and get the page. */
export async function serveWindow(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    index: ['index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Names of built files hold a digest of their content; the page's does not.
      const lasting = /[/\\]assets[/\\]/.test(path);
      reply.header('cache-control', lasting ? 'private, max-age=31536000, immutable' : 'no-cache');
    },
  });
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const isView = request.method === 'GET' && !/\.\w+$/.test(path) && !/^\/(rpc|api)\//.test(path);
    if (isView) return reply.sendFile('index.html');
    return reply.code(404).send({ status: 'error', code: 'NOT_FOUND', reason: 'There is nothing at this address.' });
  });
}
