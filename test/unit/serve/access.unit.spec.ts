import { expect, test } from 'vitest';
import { Access, isLoopback, type RequestFacts } from '../../../main-ingest/serve/access.ts';

const TOKEN = 'a-token-of-some-length';
function access(options: { requireTokenForIntake?: boolean; allowedHosts?: string[] } = {}): Access {
  const made = new Access({ token: TOKEN, allowedHosts: [], requireTokenForIntake: false, ...options });
  made.listensOn(4680);
  return made;
}
const request: RequestFacts = {
  method: 'GET',
  path: '/rpc/live/watch',
  host: '127.0.0.1:4680',
  origin: undefined,
  fetchSite: undefined,
  authorization: undefined,
  cookie: undefined,
  remoteAddress: '127.0.0.1',
};
const status = (facts: Partial<RequestFacts>, made = access()): number => {
  const verdict = made.judge({ ...request, ...facts });
  return verdict.allowed ? 200 : verdict.status;
};
const withToken = { authorization: `Bearer ${TOKEN}` };
const intake = { method: 'POST', path: '/api/v1/events/batch' };

test.each(['127.0.0.1:4680', 'localhost:4680', '[::1]:4680', 'LocalHost:4680'])('host %s is ours', (host) => {
  expect(status({ ...withToken, host })).toBe(200);
});

test.each([undefined, 'evil.example', 'evil.example:4680', '127.0.0.1', '127.0.0.1:80', '127.0.0.1:46801', ''])(
  'host %s is refused, also with the token',
  (host) => {
    expect(status({ ...withToken, host })).toBe(403);
    expect(status({ path: '/health', host })).toBe(403);
  },
);

test('a name from the settings is ours with and without the port', () => {
  const made = access({ allowedHosts: ['Trainer.lan'] });
  expect(
    ['trainer.lan', 'trainer.lan:4680', 'trainer.lan:1'].map((host) => status({ ...withToken, host }, made)),
  ).toEqual([200, 200, 403]);
});

test.each([
  'https://evil.example',
  'null',
  'http://127.0.0.1:9999',
  'http://localhost',
  'file://',
  'workbench://window',
])('origin %s is refused everywhere', (origin) => {
  expect(status({ ...withToken, origin })).toBe(403);
  expect(status({ ...intake, origin })).toBe(403);
  expect(status({ path: '/health', origin })).toBe(403);
});

test('our own origin may ask', () => {
  expect(status({ ...withToken, origin: 'http://localhost:4680' })).toBe(200);
});

test('a cross-site post without an Origin is refused', () => {
  expect(status({ ...intake, fetchSite: 'cross-site' })).toBe(403);
});

test('everything needs the token, except health and the intake from this machine', () => {
  expect(status({})).toBe(401);
  expect(status({ path: '/' })).toBe(401);
  expect(status({ path: '/health' })).toBe(200);
  expect(status(intake)).toBe(200);
  expect(status({ ...intake, remoteAddress: '192.168.1.7' })).toBe(401);
  expect(status({ ...intake, path: '/api/v1/events/batch/x' })).toBe(401);
  expect(status(intake, access({ requireTokenForIntake: true }))).toBe(401);
  expect(status({ ...intake, ...withToken }, access({ requireTokenForIntake: true }))).toBe(200);
});

test.each([
  ['Bearer wrong', undefined, 401],
  ['Basic abc', undefined, 401],
  [`bearer ${TOKEN}`, undefined, 200],
  [undefined, `other=1; workbench-4680=${TOKEN}`, 200],
  [undefined, `workbench-4681=${TOKEN}`, 401],
  [undefined, 'workbench-4680=', 401],
])('authorization %s and cookie %s', (authorization, cookie, expected) => {
  expect(status({ authorization, cookie })).toBe(expected);
});

test('a token is made where none is given', () => {
  const tokens = [1, 2].map(() => new Access({ allowedHosts: [], requireTokenForIntake: false }).token);
  expect(tokens[0]).toMatch(/^[\w-]{32}$/);
  expect(tokens[0]).not.toBe(tokens[1]);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['127.evil', false],
  [undefined, false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
