import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { storageFailure } from '../damage.ts';
import { JournalError } from '../journal/journal.ts';
import type { Acceptance, Intake, Source } from './intake.ts';

export interface IntakeHttpOptions {
  readonly intake: Pick<Intake, 'accept'>;
  /** Largest body of one request, in bytes. */
  readonly maxBodyBytes: number;
  /** Bodies being read and worked on, all together, in bytes; beyond it the answer is 503. */
  readonly maxWaitingBytes: number;
  /** Told how long a request with events took from its arrival to its answer, in milliseconds. */
  readonly onAcknowledged?: (milliseconds: number) => void;
}

/** Why a request as a whole was refused. */
class BadRequest extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/**
 * The intake over HTTP, as the game's mod posts (interfaces, section 5): `POST /api/v1/events` and `…/batch`.
 *
 * A plugin of its own scope: bodies here are JSON and nothing else. Who may call is decided before, by `serve/`.
 */
export async function intakeHttp(scope: FastifyInstance, options: IntakeHttpOptions): Promise<void> {
  let waitingBytes = 0;
  const arrivals = new WeakMap<FastifyRequest, { readonly at: number; readonly bytes: number }>();

  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: options.maxBodyBytes },
    async (_request: FastifyRequest, body: string) => parseBody(body),
  );

  scope.addHook('onRequest', async (request, reply) => {
    const bytes = Number(request.headers['content-length'] ?? 0);
    if (bytes <= options.maxBodyBytes && waitingBytes + bytes > options.maxWaitingBytes)
      return busy(reply, 'INTAKE_FULL', 'The intake has as much to do as it may hold; send this again in a moment.');
    arrivals.set(request, { at: performance.now(), bytes });
    waitingBytes += bytes;
  });
  scope.addHook('onResponse', async (request) => {
    waitingBytes -= arrivals.get(request)?.bytes ?? 0;
  });

  const take = async (request: FastifyRequest, reply: FastifyReply, values: readonly unknown[], source: Source) => {
    try {
      const acceptance = await options.intake.accept(values, source);
      const arrival = arrivals.get(request);
      if (arrival) options.onAcknowledged?.(performance.now() - arrival.at);
      return acceptance;
    } catch (error) {
      const failure = error instanceof JournalError ? error : storageFailure(error);
      if (failure === undefined) throw error;
      await busy(reply, failure.code, failure.message);
      return undefined;
    }
  };

  scope.post('/api/v1/events', async (request, reply) => {
    const acceptance = await take(request, reply, [request.body], { name: 'http' });
    const bad = acceptance?.rejected[0];
    if (bad) throw new BadRequest(400, bad.code, bad.reason);
    return acceptance ? answerOf(1, acceptance) : reply;
  });

  scope.post('/api/v1/events/batch', async (request, reply) => {
    const events = eventsOf(request.body);
    const acceptance = await take(request, reply, events, sourceOf(request.body));
    return acceptance ? answerOf(events.length, acceptance) : reply;
  });

  scope.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    const code = status === 413 ? 'BODY_TOO_LARGE' : status === 415 ? 'NOT_DECLARED_JSON' : (error.code ?? 'FAILED');
    void reply.code(status).send({ status: 'error', code, reason: reasonOf(status, error, options.maxBodyBytes) });
  });
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BadRequest(400, 'NOT_JSON', `The body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** The list of a batch; the mod's encoder writes an empty one as `{}`. */
function eventsOf(body: unknown): readonly unknown[] {
  const events = isObject(body) ? body.events : undefined;
  if (Array.isArray(events)) return events;
  if (isObject(events) && Object.keys(events).length === 0) return [];
  throw new BadRequest(400, 'NO_EVENTS', 'The body has no list `events`.');
}

function sourceOf(body: unknown): Source {
  if (!isObject(body)) return { name: 'http' };
  const name = typeof body.source === 'string' && body.source !== '' ? body.source.slice(0, 200) : 'http';
  return typeof body.timestamp === 'number' ? { name, atUs: Math.round(body.timestamp * 1000) } : { name };
}

/** A double is accepted as its event was: who did not hear the first answer learns that all is well. */
function answerOf(sent: number, { duplicates, rejected }: Acceptance): object {
  return {
    status: 'ok',
    accepted: sent - rejected.length,
    ...(duplicates > 0 ? { duplicates } : {}),
    ...(rejected.length > 0 ? { rejected } : {}),
  };
}

/** 503: nothing is wrong with the request, and nothing of it is lost to a producer that sends it again. */
function busy(reply: FastifyReply, code: string, reason: string): FastifyReply {
  const seconds = code === 'INTAKE_FULL' ? 1 : 5;
  return reply.code(503).header('retry-after', seconds).send({ status: 'busy', code, reason });
}

function reasonOf(status: number, error: Error, maxBodyBytes: number): string {
  if (status === 413) return `The body is larger than ${maxBodyBytes} bytes; send smaller batches.`;
  if (status === 415) return 'The body must be declared as JSON: Content-Type: application/json.';
  return status >= 500 ? 'The workbench failed; its log says why.' : error.message;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
