import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServedWorkbench } from '../../workbench.ts';

let workbench: ServedWorkbench;
beforeAll(async () => {
  workbench = await ServedWorkbench.start();
});
afterAll(() => workbench.remove());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Asks with exactly these headers; `fetch` would not let a Host be set. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${workbench.origin}${path}`, { method, headers }, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8').on('data', (text: string) => parts.push(text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parts.join('') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const authorization = () => `Bearer ${workbench.token}`;

test('health is for everybody on this machine', async () => {
  expect((await ask('/health')).status).toBe(200);
});

test('the contract needs the token', async () => {
  const call = (headers: Record<string, string>) => ask('/rpc/health/get', { ...json, ...headers }, 'POST', '{}');
  expect((await call({})).status).toBe(401);
  expect((await call({ authorization: 'Bearer not-the-token' })).status).toBe(401);
  const answer = await call({ authorization: authorization() });
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('"status":"ok"');
});

test('the contract is served as plain JSON too', async () => {
  const answer = await ask('/api/health/get', { ...json, authorization: authorization() }, 'POST', '{}');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 'ok' });
});

test('a foreign name for this machine is refused (DNS rebinding)', async () => {
  expect((await ask('/health', { host: 'evil.example' })).status).toBe(403);
  expect((await ask('/rpc/health/get', { host: 'evil.example', authorization: authorization() })).status).toBe(403);
});

test('a foreign page may neither ask nor send events', async () => {
  const foreign = { ...json, origin: 'https://evil.example' };
  expect((await ask('/api/v1/events', foreign, 'POST', '{}')).status).toBe(403);
  expect((await ask('/rpc/health/get', { ...foreign, authorization: authorization() }, 'POST', '{}')).status).toBe(403);
  expect((await ask('/health', { origin: 'null' })).status).toBe(403);
});

test('the printed address sets a cookie that scripts cannot read, and leaves the address bar', async () => {
  expect((await ask('/?token=wrong')).status).toBe(401);
  const answer = await ask(`/replay/some-game?step=3&token=${workbench.token}`);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/replay/some-game?step=3');
  const cookie = String(answer.headers['set-cookie']);
  expect(cookie).toMatch(/^workbench-\d+=.+; Path=\/; HttpOnly; SameSite=Strict$/);
  const call = await ask('/rpc/health/get', { ...json, cookie: cookie.split(';')[0] ?? '' }, 'POST', '{}');
  expect(call.status).toBe(200);
});

test('the address of the health page sets the cookie too, though health is for everybody', async () => {
  const page = { accept: 'text/html,application/xhtml+xml' };
  const answer = await ask(`/health?token=${workbench.token}`, page);
  expect(answer).toMatchObject({ status: 303, headers: { location: '/health' } });
  expect(String(answer.headers['set-cookie'])).toMatch(/^workbench-\d+=/);
  // A program is answered as it asks.
  expect((await ask(`/health?token=${workbench.token}`)).status).toBe(200);
});

test('every answer says that it is for no frame and no inline script', async () => {
  for (const path of ['/health', '/', '/api/v1/nothing']) {
    const policy = String((await ask(path)).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  }
});

test('files outside the window are not served', async () => {
  for (const path of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
  ])
    expect((await ask(path, { authorization: authorization() })).body).not.toContain('balatro-workbench');
});
