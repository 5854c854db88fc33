import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { storageFailure } from '../damage.ts';
import { isInstant } from '../event/record.ts';
import { JournalError } from '../journal/journal.ts';
import { BadRequest } from './bad-request.ts';
import { type BodyLimits, readBody, textOf } from './body.ts';
import type { Acceptance, Intake, Source } from './intake.ts';
import { parseJson } from './json.ts';
import { ByTurns, WaitingBytes } from './waiting-bytes.ts';

export interface IntakeHttpOptions extends BodyLimits {
  readonly intake: Pick<Intake, 'accept'>;
  /** Bodies being read and worked on, all together, in bytes; beyond it the answer is 503. */
  readonly maxWaitingBytes: number;
  /** Told how long a request with events took from its arrival to its answer, in milliseconds. */
  readonly onAcknowledged?: (milliseconds: number) => void;
}

/** What a body stands for: values to be taken, and who sent them. */
interface Sent {
  readonly values: readonly unknown[];
  readonly source: Source;
}

/**
 * The intake over HTTP, as the game's mod posts (interfaces, section 5): `POST /api/v1/events` and `…/batch`.
 *
 * A plugin of its own scope: bodies here are JSON and nothing else. Who may call is decided before, by `serve/`.
 */
export async function intakeHttp(scope: FastifyInstance, options: IntakeHttpOptions): Promise<void> {
  const waiting = new WaitingBytes(options.maxWaitingBytes);
  const turns = new ByTurns(options.maxBodyBytes);

  scope.removeAllContentTypeParsers();
  // The handlers read it: what they hold of it is given back in the same place, however the request ends.
  scope.addContentTypeParser('application/json', (_request, _payload, done) => done(null));

  const take = async (request: FastifyRequest, read: (body: unknown) => Sent): Promise<Acceptance & Sent> => {
    const arrivedAt = performance.now();
    let held = 0;
    try {
      const body = await readBody(request.raw, options, waiting, (bytes) => {
        held += bytes;
      });
      return await turns.run(body.length, async () => {
        const sent = read(parseBody(body));
        const acceptance = await options.intake.accept(sent.values, sent.source);
        options.onAcknowledged?.(performance.now() - arrivedAt);
        return { ...acceptance, ...sent };
      });
    } finally {
      waiting.giveBack(held);
    }
  };

  scope.post('/api/v1/events', async (request) => {
    const taken = await take(request, (body) => ({ values: [body], source: { name: 'http' } }));
    const bad = taken.rejected[0];
    if (bad) throw new BadRequest(400, bad.code, bad.reason);
    return answerOf(taken);
  });

  scope.post('/api/v1/events/batch', async (request) =>
    answerOf(await take(request, (body) => ({ values: eventsOf(body), source: sourceOf(body) }))),
  );

  scope.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const refused = asRefused(error);
    if (refused.statusCode === 500) request.log.error(error);
    const { statusCode, code, message } = refused;
    // What else of the body is under way is not waited for.
    if (statusCode === 408 || statusCode === 413) reply.header('connection', 'close');
    if (statusCode === 503) return busy(reply, code, message);
    return reply.code(statusCode).send({ status: 'error', code, reason: message });
  });
}

/** Objects and lists of one body: an empty one takes two bytes in it, and fifty when it is parsed. Events have ten times fewer. */
const MOST_CONTAINERS = 2_000_000;

function parseBody(body: Buffer): unknown {
  if (hasMoreContainers(body, MOST_CONTAINERS)) {
    const reason = `The body holds more than ${MOST_CONTAINERS} objects and lists; send smaller batches.`;
    throw new BadRequest(413, 'TOO_MANY_VALUES', reason);
  }
  const text = textOf(body);
  try {
    return parseJson(text);
  } catch (error) {
    throw new BadRequest(400, 'NOT_JSON', `The body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** Whether there are more opening brackets than that, those in texts too. */
function hasMoreContainers(body: Buffer, most: number): boolean {
  if (body.length <= most) return false;
  let containers = 0;
  for (let at = 0; at < body.length; at++) if (body[at] === 0x7b || body[at] === 0x5b) containers += 1;
  return containers > most;
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
  const atUs = typeof body.timestamp === 'number' ? Math.round(body.timestamp * 1000) : Number.NaN;
  return isInstant(atUs) ? { name, atUs } : { name };
}

/** A double is accepted as its event was: who did not hear the first answer learns that all is well. */
function answerOf({ values, duplicates, rejected, rejectedCount }: Acceptance & Sent): object {
  return {
    status: 'ok',
    accepted: values.length - rejectedCount,
    ...(duplicates > 0 ? { duplicates } : {}),
    ...(rejectedCount > 0 ? { rejected } : {}),
    ...(rejectedCount > rejected.length
      ? { rejectedCount, note: `and ${rejectedCount - rejected.length} more were rejected` }
      : {}),
  };
}

/** 503: nothing is wrong with the request, and nothing of it is lost to a producer that sends it again. */
function busy(reply: FastifyReply, code: string, reason: string): FastifyReply {
  const seconds = code === 'INTAKE_FULL' ? 1 : 5;
  return reply.code(503).header('retry-after', seconds).send({ status: 'busy', code, reason });
}

function asRefused(error: Error & { statusCode?: number; code?: string }): BadRequest {
  if (error instanceof BadRequest) return error;
  if (error instanceof JournalError)
    return new BadRequest(error.code === 'TOO_LARGE' ? 413 : 503, error.code, error.message);
  const failure = storageFailure(error);
  if (failure) return new BadRequest(503, failure.code, failure.message);
  const status = error.statusCode ?? 500;
  if (status === 415)
    return new BadRequest(
      415,
      'NOT_DECLARED_JSON',
      'The body must be declared as JSON: Content-Type: application/json.',
    );
  const reason = status >= 500 ? 'The workbench failed; its log says why.' : error.message;
  return new BadRequest(Math.min(status, 500), error.code ?? 'FAILED', reason);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
