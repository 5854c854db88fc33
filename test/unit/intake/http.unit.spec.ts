import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type FastifyInstance, fastify, type InjectOptions } from 'fastify';
import { expect, test } from 'vitest';
import { type IntakeHttpOptions, intakeHttp } from '../../../main-ingest/intake/http.ts';
import type { Acceptance, Source } from '../../../main-ingest/intake/intake.ts';
import { JournalError } from '../../../main-ingest/journal/journal.ts';

/** An intake that refuses the value `'bad'` and takes all others. */
function setUp(
  failure?: Error,
  limits: Omit<IntakeHttpOptions, 'intake'> = { maxBodyBytes: 2000, maxWaitingBytes: 4000 },
) {
  const accepted: Array<{ values: readonly unknown[]; source: Source }> = [];
  const acknowledged: number[] = [];
  const intake = {
    accept: async (values: readonly unknown[], source: Source): Promise<Acceptance> => {
      if (failure) throw failure;
      accepted.push({ values, source });
      const rejected = values.flatMap((value, index) =>
        value === 'bad' ? [{ index, code: 'BAD', reason: 'is bad' }] : [],
      );
      return { accepted: values.length - rejected.length, duplicates: 0, rejected, rejectedCount: rejected.length };
    },
  };
  const server = fastify();
  server.register(intakeHttp, { intake, ...limits, onAcknowledged: (ms) => acknowledged.push(ms) });
  return { server, accepted, acknowledged };
}

async function post(
  server: FastifyInstance,
  path: string,
  payload: unknown,
  type = 'application/json',
  headers: Readonly<Record<string, string>> = {},
) {
  const request: InjectOptions = {
    method: 'POST',
    url: `/api/v1/events${path}`,
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    headers: { 'content-type': type, ...headers },
  };
  const response = await server.inject(request);
  const body: { status: string; code?: string; reason?: string } = response.json();
  return { status: response.statusCode, body, headers: response.headers };
}

test('one event', async () => {
  const { server, accepted, acknowledged } = setUp();
  expect(await post(server, '', { eventType: 'X' })).toMatchObject({
    status: 200,
    body: { status: 'ok', accepted: 1 },
  });
  expect(accepted).toEqual([{ values: [{ eventType: 'X' }], source: { name: 'http' } }]);
  expect(acknowledged).toHaveLength(1);
});

test('one bad event is 400 with the reason', async () => {
  const { server } = setUp();
  expect(await post(server, '', '"bad"')).toMatchObject({ status: 400, body: { code: 'BAD', reason: 'is bad' } });
});

test('a batch with other keys beside it; bad events are named by place', async () => {
  const { server, accepted } = setUp();
  const answer = await post(server, '/batch', {
    batch_id: 'b1',
    source: 'BalatroMCP',
    timestamp: 1_790_000_000_000,
    events: [{}, 'bad', {}],
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ status: 'ok', accepted: 2, rejected: [{ index: 1, code: 'BAD', reason: 'is bad' }] });
  expect(accepted[0]?.source).toEqual({ name: 'BalatroMCP', atUs: 1_790_000_000_000_000 });
});

test('an empty list as the mod encodes it', async () => {
  expect(await post(setUp().server, '/batch', { events: {} })).toMatchObject({ status: 200, body: { accepted: 0 } });
});

test.each([
  ['{"events": [', 400, 'NOT_JSON'],
  ['', 400, 'NOT_JSON'],
  ['{}', 400, 'NO_EVENTS'],
  ['[]', 400, 'NO_EVENTS'],
  ['null', 400, 'NO_EVENTS'],
  ['{"events": {"0": {}}}', 400, 'NO_EVENTS'],
  [JSON.stringify({ events: ['x'.repeat(3000)] }), 413, 'BODY_TOO_LARGE'],
])('the batch %.20s is answered %i %s', async (payload, status, code) => {
  const answer = await post(setUp().server, '/batch', payload);
  expect([answer.status, answer.body.status, answer.body.code]).toEqual([status, 'error', code]);
  expect(answer.body.reason).toBeTruthy();
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a body declared as %s is not read',
  async (type) => {
    const { server, accepted } = setUp();
    expect(await post(server, '', '{}', type)).toMatchObject({ status: 415, body: { code: 'NOT_DECLARED_JSON' } });
    expect(accepted).toEqual([]);
  },
);

test('a charset may be named', async () => {
  expect(await post(setUp().server, '', '{}', 'application/json; charset=utf-8')).toMatchObject({ status: 200 });
});

test.each(['JOURNAL_FULL', 'DISK_FULL', 'DISK_FAILED', 'CLOSED'] as const)(
  '%s is 503, to be tried again',
  async (code) => {
    const answer = await post(setUp(new JournalError(code, 'the reason')).server, '/batch', { events: [{}] });
    expect(answer).toMatchObject({ status: 503, body: { code, reason: 'the reason' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  },
);

test('a batch that no journal could hold is 413', async () => {
  const answer = await post(setUp(new JournalError('TOO_LARGE', 'the reason')).server, '/batch', { events: [{}] });
  expect(answer).toMatchObject({ status: 413, body: { code: 'TOO_LARGE', reason: 'the reason' } });
});

test("bare numbers of Python's json.dumps are read", async () => {
  const { server, accepted } = setUp();
  const body = '{"timestamp": NaN, "events": [{"a": NaN, "b": Infinity, "c": -Infinity, "d": "NaN, \\\\"}]}';
  expect(await post(server, '/batch', body)).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect(accepted).toEqual([
    { values: [{ a: null, b: Infinity, c: -Infinity, d: 'NaN, \\' }], source: { name: 'http' } },
  ]);
});

test('a batch whose time no calendar has is of now', async () => {
  const { server, accepted } = setUp();
  await post(server, '/batch', '{"timestamp": 1e300, "events": [{}]}');
  expect(accepted[0]?.source).toEqual({ name: 'http' });
});

test('very many rejections are answered within bounds, and counted', async () => {
  const rejected = [{ index: 0, code: 'BAD', reason: 'is bad' }];
  const server = fastify();
  const intake = { accept: async () => ({ accepted: 0, duplicates: 0, rejected, rejectedCount: 16_000_000 }) };
  server.register(intakeHttp, { intake, maxBodyBytes: 2000, maxWaitingBytes: 4000 });
  const answer = await post(server, '/batch', { events: [] });
  expect(answer.body).toMatchObject({ rejected, rejectedCount: 16_000_000, note: 'and 15999999 more were rejected' });
});

test('a body of more objects than any events have is refused before it is parsed', async () => {
  const { server } = setUp(undefined, { maxBodyBytes: 10_000_000, maxWaitingBytes: 10_000_000 });
  const body = `{"events":[${'{},'.repeat(2_000_000)}{}]}`;
  expect(await post(server, '/batch', body)).toMatchObject({ status: 413, body: { code: 'TOO_MANY_VALUES' } });
});

const gzip = { 'content-encoding': 'gzip' };

test('a body packed with gzip is read', async () => {
  const { server, accepted } = setUp();
  const body = gzipSync('{"events": [{"eventType": "X"}]}');
  expect(await post(server, '/batch', body, 'application/json', gzip)).toMatchObject({ status: 200 });
  expect(accepted[0]?.values).toEqual([{ eventType: 'X' }]);
});

test.each([
  ['unpacks to more than a body may have', gzipSync(' '.repeat(1_000_000)), 'gzip', 413, 'BODY_TOO_LARGE'],
  ['is cut off', gzipSync('{"events": []}').subarray(0, 20), 'gzip', 400, 'BAD_GZIP'],
  ['is no gzip', Buffer.from('{"events": []}'), 'gzip', 400, 'BAD_GZIP'],
  ['is packed otherwise', Buffer.from('{"events": []}'), 'br', 415, 'UNKNOWN_PACKING'],
])('a body that %s is refused with words', async (_what, body, packing, status, code) => {
  const { server } = setUp();
  const answer = await post(server, '/batch', body, 'application/json', { 'content-encoding': packing });
  expect(answer).toMatchObject({ status, body: { code } });
  expect(await post(server, '/batch', { events: [{}] })).toMatchObject({ status: 200 });
});

test.each([
  [Buffer.from([0x22, 0xff, 0x22]), 1],
  [Buffer.concat([Buffer.from(`"${'ä'.repeat(700)}`), Buffer.from([0xc3, 0x22])]), 1401],
  [Buffer.concat([Buffer.from('"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"')]), 1],
])('a body that is no UTF-8 is refused with the place', async (body, place) => {
  const { server, accepted } = setUp();
  const answer = await post(server, '', body);
  expect(answer).toMatchObject({ status: 400, body: { code: 'NOT_UTF8' } });
  expect(answer.body.reason).toContain(`byte ${place} `);
  expect(accepted).toEqual([]);
});

/** Posts a body that stops in the middle, to a server that listens. */
async function stall(server: FastifyInstance, beginning: string, headers: Readonly<Record<string, string>>) {
  const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const request = httpRequest({
    port,
    method: 'POST',
    path: '/api/v1/events',
    headers: { 'content-type': 'application/json', ...headers },
  });
  request.on('error', () => undefined).write(beginning);
  return request;
}

test('a sender that stalls is told so, and holds up nobody after that', async () => {
  const { server } = setUp(undefined, { maxBodyBytes: 2000, maxWaitingBytes: 2000, silenceMs: 50 });
  const request = await stall(server, '{'.repeat(1500), { 'content-length': '2000' });
  const [response] = await once(request, 'response');
  expect(response.statusCode).toBe(408);
  expect(response.headers.connection).toBe('close');
  expect((await post(server, '', JSON.stringify('x'.repeat(1500)))).status).toBe(200);
  await server.close();
});

test('a sender that announces much and sends little holds little', async () => {
  const { server } = setUp(undefined, { maxBodyBytes: 2000, maxWaitingBytes: 2000 });
  const request = await stall(server, '{', { 'content-length': '2000' });
  await once(server.server, 'request');
  expect((await post(server, '', JSON.stringify('x'.repeat(1500)))).status).toBe(200);
  request.destroy();
  await server.close();
});

test('what comes in pieces of no announced length counts as it arrives', async () => {
  const { server } = setUp(undefined, { maxBodyBytes: 2000, maxWaitingBytes: 2000 });
  const request = await stall(server, 'x'.repeat(1900), { 'transfer-encoding': 'chunked' });
  await expect.poll(async () => (await post(server, '', JSON.stringify('x'.repeat(200)))).status).toBe(503);
  // Who hangs up gives back what was held.
  request.destroy();
  await expect.poll(async () => (await post(server, '', JSON.stringify('x'.repeat(1500)))).status).toBe(200);
  await server.close();
});

test('more than may wait is 503 before it is read', async () => {
  const { server, accepted } = setUp(undefined, { maxBodyBytes: 2000, maxWaitingBytes: 100 });
  const answer = await post(server, '', JSON.stringify('x'.repeat(200)));
  expect(answer).toMatchObject({ status: 503, body: { code: 'INTAKE_FULL' } });
  expect(accepted).toEqual([]);
  expect((await post(server, '', '{}')).status).toBe(200);
});

test.each([
  ['SQLITE_FULL', 'DISK_FULL'],
  ['SQLITE_IOERR_WRITE', 'DISK_FAILED'],
  ['SQLITE_READONLY', 'READ_ONLY'],
  ['EROFS', 'READ_ONLY'],
])('a disk that says %s is 503 and said in words: the sender tries again', async (code, told) => {
  const { server } = setUp(Object.assign(new Error('no'), { code }));
  const answer = await post(server, '/batch', { events: [{}] });
  expect(answer).toMatchObject({ status: 503, body: { status: 'busy', code: told } });
  expect(answer.body.reason).toMatch(/disk|written/);
});
