/** Parses what is posted and answers: what any intake over HTTP costs before it does anything. Prints its port. */
import fastify from 'fastify';

const server = fastify({ bodyLimit: 2 ** 25 });
server.post<{ Body: { events: unknown[] } }>('/', (request) => ({
  status: 'ok',
  accepted: request.body.events.length,
}));
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${new URL(address).port}\n`);
