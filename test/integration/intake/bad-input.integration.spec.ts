import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthOf, postText } from '../engine/client.ts';

let workbench: ServedWorkbench;
beforeAll(async () => {
  workbench = await ServedWorkbench.start({ env: { WORKBENCH_INTAKE_MAX_BODY_BYTES: '1000000' } });
});
afterAll(() => workbench.remove());

const SESSION = 'bad-input';
let made = 0;
function event(eventType: string, sequenceId: number, data: object, more: object = {}): object {
  const eventId = `00000000-0000-4000-8000-${String(made++).padStart(12, '0')}`;
  return {
    eventId,
    eventType,
    timestamp: '2026-10-01T09:30:00.123456Z',
    sessionId: SESSION,
    sequenceId,
    data,
    ...more,
  };
}
const started = event('GameStarted', 0, { seed: 'S', stakes: 'White', deck: 'Red Deck', startingMoney: 4 });
const batch = (events: readonly unknown[]) => postText(workbench.origin, '/batch', JSON.stringify({ events }));

test.each([
  ['not JSON', 'hello', 400],
  ['half JSON', '{"events": [{"eventId":', 400],
  ['no events', '{"event": {}}', 400],
  ['a list', '[]', 400],
  ['deeply nested', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 400],
  ['too large', JSON.stringify({ events: ['x'.repeat(1_100_000)] }), 413],
])('a body that is %s gets a clear answer', async (_what, body, status) => {
  const answer = await postText(workbench.origin, '/batch', body);
  expect(answer.status).toBe(status);
  expect(answer.body.reason).toBeTruthy();
});

test('bad events of a batch are named with place and reason; the good ones count', async () => {
  const answer = await batch([
    started,
    { ...event('HandPlayed', 1, {}), sessionId: 7 },
    event('HandPlayed', 1, { hand: 'no list' }),
    { eventType: 'HandPlayed' },
    null,
    'text',
    event(
      'GameStarted',
      1,
      { seed: 'S', stakes: 'White', deck: 'Red Deck', startingMoney: 4 },
      { timestamp: 'yesterday' },
    ),
    event('SomethingNew', 1, { anything: ['goes'] }),
  ]);
  expect(answer.status).toBe(200);
  expect(answer.body.accepted).toBe(2);
  expect(answer.body.rejected?.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(answer.body.rejected?.every(({ reason }) => reason.length > 5)).toBe(true);
  const detail = await contractOf(workbench).health.detail();
  expect(detail.quarantine).toHaveLength(6);
  expect(detail.health.intake.rejected).toBe(6);
});

test('a score past float64 becomes the largest finite one, flagged; markup in a name is text', async () => {
  const hand = event('HandPlayed', 2, {
    hand: ['H_T'],
    handType: 'High Card',
    scoring: { baseChips: 5, baseMult: 1, jokerEffects: [], finalScore: 'SCORE' },
    ante: 1,
    round: 1,
    blindType: 'small',
    blindName: 'Small Blind',
    handNumber: 1,
    roundScore: 10,
    targetScore: 300,
    handsRemaining: 3,
    discardsRemaining: 3,
    moneyBefore: 4,
    moneyAfter: 4,
    jokers: ['<img src=x onerror=alert(1)>'],
    drawn: [],
  });
  const body = JSON.stringify({ events: [hand] }).replace('"SCORE"', '1e400');
  expect(await postText(workbench.origin, '/batch', body)).toMatchObject({ status: 200, body: { accepted: 1 } });
  await delivered(workbench.origin);
  const [step] = await contractOf(workbench).replay.steps({ sessionId: SESSION, from: 2, to: 2 });
  expect(step?.data).toMatchObject({ scoring: { finalScore: Number.MAX_VALUE }, scoreOverflow: true });
  const { rows } = await contractOf(workbench).cookbook.sql({
    sql: 'SELECT joker_combo, final_score FROM game_metrics',
  });
  expect(rows).toEqual([['<img src=x onerror=alert(1)>', Number.MAX_VALUE]]);
});

test("bare numbers as Python's json.dumps writes them: Infinity is the largest number, NaN is refused alone", async () => {
  const losses = [0.5, 0.25, 'NAN', 'INFINITY', 0.125].map((value, step) =>
    event('MetricRecorded', 0, { name: 'loss', value, step, note: value === 0.5 ? 'NAN' : 'no NaN, no Infinity' }),
  );
  const body = JSON.stringify({ timestamp: 'NAN', events: losses })
    .replaceAll('"NAN"', 'NaN')
    .replaceAll('"INFINITY"', 'Infinity');
  const answer = await postText(workbench.origin, '/batch', body);
  expect(answer).toMatchObject({ status: 200, body: { accepted: 4 } });
  expect(answer.body.rejected).toMatchObject([{ index: 2, reason: 'data.value: expected number, got null' }]);
  await delivered(workbench.origin);
  const { rows } = await contractOf(workbench).cookbook.sql({
    sql: "SELECT step, value FROM learning_metrics WHERE name = 'loss' ORDER BY step",
  });
  expect(rows).toEqual([
    [0, 0.5],
    [1, 0.25],
    [3, Number.MAX_VALUE],
    [4, 0.125],
  ]);
});

test('whatever one value of a batch is, its neighbours are accepted', async () => {
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const mod = (more: object) => ({ type: 'HEARTBEAT', source: 'BalatroMCP', payload: {}, version: 1, ...more });
  const events = [
    event('SomethingNew', 10, {}),
    { ...event('SomethingNew', 11, { deep: 'DEEP' }) },
    mod({ timestamp: 1e300, event_id: 'late' }),
    mod({ payload: 'DEEP', event_id: 'deep' }),
    mod({ timestamp: 5, event_id: 'fine' }),
    event('SomethingNew', 12, {}),
  ];
  const answer = await postText(
    workbench.origin,
    '/batch',
    JSON.stringify({ timestamp: 1e300, events }).replaceAll('"DEEP"', deep(5_000)),
  );
  expect(answer).toMatchObject({ status: 200, body: { accepted: 3 } });
  expect(answer.body.rejected?.map(({ index }) => index)).toEqual([1, 2, 3]);
  expect((await contractOf(workbench).health.detail()).quarantine.slice(0, 3).map(({ reason }) => reason)).toEqual([
    'The value is nested deeper than 64',
    'timestamp: 1e+300 ms is no time of any calendar',
    'data: is nested deeper than 64',
  ]);
});

test("a key that would reach into an object's prototype is a key like any other", async () => {
  const body = `{"events":[${JSON.stringify(event('SomethingNew', 3, {})).replace('"data":{}', '"data":{"__proto__":{"polluted":1}}')}]}`;
  expect(await postText(workbench.origin, '/batch', body)).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect((await healthOf(workbench.origin)).status).toBe('ok');
});

test('what is not declared as JSON is not read', async () => {
  const answer = await postText(workbench.origin, '', JSON.stringify(started), { 'content-type': 'text/plain' });
  expect(answer.status).toBe(415);
});

test("the mod's posts are kept, an empty list as {} too", async () => {
  const before = (await healthOf(workbench.origin)).journal.position;
  const post = {
    type: 'HEARTBEAT',
    source: 'BalatroMCP',
    payload: { version: '1', uptime: 5 },
    timestamp: 1.5,
    event_id: 'h1',
    version: 1,
  };
  const body = JSON.stringify({ batch_id: 'b', source: 'BalatroMCP', timestamp: Date.now(), events: [post] });
  expect(await postText(workbench.origin, '/batch', body)).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect((await healthOf(workbench.origin)).journal.position).toBe(before + 1);
  expect(await postText(workbench.origin, '/batch', '{"events":{}}')).toMatchObject({
    status: 200,
    body: { accepted: 0 },
  });
});
