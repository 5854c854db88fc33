import { type FastifyInstance, fastify, type InjectOptions } from 'fastify';
import { expect, test } from 'vitest';
import { intakeHttp } from '../../../main-ingest/intake/http.ts';
import type { Acceptance, Source } from '../../../main-ingest/intake/intake.ts';
import { JournalError } from '../../../main-ingest/journal/journal.ts';

/** An intake that refuses the value `'bad'` and takes all others. */
function setUp(failure?: Error, limits = { maxBodyBytes: 2000, maxWaitingBytes: 4000 }) {
  const accepted: Array<{ values: readonly unknown[]; source: Source }> = [];
  const acknowledged: number[] = [];
  const intake = {
    accept: async (values: readonly unknown[], source: Source): Promise<Acceptance> => {
      if (failure) throw failure;
      accepted.push({ values, source });
      const rejected = values.flatMap((value, index) =>
        value === 'bad' ? [{ index, code: 'BAD', reason: 'is bad' }] : [],
      );
      return { accepted: values.length - rejected.length, duplicates: 0, rejected };
    },
  };
  const server = fastify();
  server.register(intakeHttp, { intake, ...limits, onAcknowledged: (ms) => acknowledged.push(ms) });
  return { server, accepted, acknowledged };
}

async function post(server: FastifyInstance, path: string, payload: unknown, type = 'application/json') {
  const request: InjectOptions = {
    method: 'POST',
    url: `/api/v1/events${path}`,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { 'content-type': type },
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
