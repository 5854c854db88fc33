import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadRequest } from './bad-request.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

export interface BodyLimits {
  /** Largest body, in bytes; of a packed one, of what is in it. */
  readonly maxBodyBytes: number;
  /** Longest time without a byte, and until the last one, in milliseconds. */
  readonly silenceMs?: number;
  readonly deadlineMs?: number;
}

const SILENCE_MS = 10_000;
const DEADLINE_MS = 60_000;

/**
 * Reads a request's body, packed with gzip or not. What has arrived counts as held; who calls gives it back, also when this
 * fails: `onHeld` is told of each piece.
 * @throws BadRequest 400, 408, 413, 415; 503 `INTAKE_FULL`
 */
export async function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  waiting: WaitingBytes,
  onHeld: (bytes: number) => void,
): Promise<Buffer> {
  const { maxBodyBytes } = limits;
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBodyBytes) throw tooLarge(maxBodyBytes);
  if (!waiting.hasRoom(declared)) throw full();
  const chunks: Buffer[] = [];
  let length = 0;
  await arrival(request, limits, (chunk) => {
    length += chunk.length;
    if (length > maxBodyBytes) throw tooLarge(maxBodyBytes);
    if (!waiting.hasRoom(chunk.length)) throw full();
    waiting.take(chunk.length);
    onHeld(chunk.length);
    chunks.push(chunk);
  });
  return Buffer.concat(chunks, length);
}

/** The text of a body. @throws BadRequest 400 with the place of what is no UTF-8 */
export function textOf(body: Buffer): string {
  if (isUtf8(body)) return body.toString('utf8');
  throw new BadRequest(400, 'NOT_UTF8', `The body is no UTF-8: byte ${firstBadByte(body)} begins no character.`);
}

/** Hands on the body's pieces until its end; goes no further where `take` throws. Leaves the connection alone. */
function arrival(request: IncomingMessage, limits: BodyLimits, take: (chunk: Buffer) => void): Promise<void> {
  const { silenceMs = SILENCE_MS, deadlineMs = DEADLINE_MS } = limits;
  const gunzip = isPacked(request) ? request.pipe(createGunzip()) : undefined;
  const source: Readable = gunzip ?? request;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = () => reject(new BadRequest(408, 'BODY_LATE', 'The body did not arrive in time; send it again.'));
  let arrived = 0;
  // What came while this thread was busy is there and not read yet: it is looked at first.
  const silence = setTimeout(() => {
    const before = arrived;
    setImmediate(() => (arrived === before ? late() : silence.refresh()));
  }, silenceMs);
  const deadline = setTimeout(late, deadlineMs);
  // One that is refreshed once more after its end keeps nothing alive.
  silence.unref();
  const onBytes = (): void => {
    arrived += 1;
    silence.refresh();
  };
  const onData = (chunk: Buffer): void => {
    onBytes();
    try {
      take(chunk);
    } catch (error) {
      reject(error);
    }
  };
  const onCut = (): void => {
    if (request.readableEnded) return;
    reject(new BadRequest(400, 'BODY_CUT_OFF', 'The connection ended in the middle of the body.'));
  };
  const onError = (error: Error) =>
    reject(gunzip === undefined ? error : new BadRequest(400, 'BAD_GZIP', `The gzip is damaged: ${error.message}.`));
  source.on('data', onData).once('end', resolve).once('error', onError);
  request.once('close', onCut);
  if (gunzip !== undefined) request.on('data', onBytes).once('error', reject);
  return promise.finally(() => {
    clearTimeout(silence);
    clearTimeout(deadline);
    source.off('data', onData).off('end', resolve);
    request.off('close', onCut).off('data', onBytes);
    if (gunzip === undefined) return;
    request.unpipe(gunzip);
    gunzip.destroy();
  });
}

/** Whether a body is packed with gzip. @throws BadRequest 415 for any other packing */
function isPacked({ headers }: IncomingMessage): boolean {
  const packing = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (packing === 'identity' || packing === '') return false;
  if (packing === 'gzip' || packing === 'x-gzip') return true;
  throw new BadRequest(415, 'UNKNOWN_PACKING', `A body may be packed with gzip or not at all, not with ${packing}.`);
}

function tooLarge(maxBodyBytes: number): BadRequest {
  const reason = `The body is larger than ${maxBodyBytes} bytes; send smaller batches.`;
  return new BadRequest(413, 'BODY_TOO_LARGE', reason);
}

function full(): BadRequest {
  const reason = 'The intake has as much to do as it may hold; send this again in a moment.';
  return new BadRequest(503, 'INTAKE_FULL', reason);
}

const STRETCH = 4096;

function firstBadByte(body: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reads = (from: number, to: number, last: TextDecoder): boolean => {
    try {
      last.decode(body.subarray(from, to), { stream: to < body.length });
      return true;
    } catch {
      return false;
    }
  };
  let from = 0;
  while (from < body.length && reads(from, Math.min(from + STRETCH, body.length), decoder)) from += STRETCH;
  // The character at the stretch's beginning may have begun before it.
  let at = Math.max(0, from - 3);
  while (at > 0 && ((body[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  while (at < body.length) {
    const end = characterEnd(body, at);
    if (end === undefined) return at;
    at = end;
  }
  return at;
}

/** Where the character that begins at a place ends; undefined where none does. */
function characterEnd(body: Buffer, at: number): number | undefined {
  for (let bytes = 1; bytes <= 4 && at + bytes <= body.length; bytes++) {
    if (isUtf8(body.subarray(at, at + bytes))) return at + bytes;
  }
  return undefined;
}
