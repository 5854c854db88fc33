import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesSetAside } from '../../../main-ingest/damage.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthOf, postText } from './client.ts';

let workbench: ServedWorkbench;
beforeAll(async () => {
  workbench = await ServedWorkbench.start();
});
afterAll(() => workbench.remove());

const recordings = join(import.meta.dirname, '../../recordings');
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const event = (id: number, sessionId: string, sequenceId?: number, more: object = {}) => ({
  eventId: uuid(id),
  eventType: 'ShopLeft',
  timestamp: '2026-10-01T09:30:00.123456Z',
  sessionId,
  sequenceId,
  data: { money: id },
  ...more,
});
const post = async (...events: object[]) =>
  (await postText(workbench.origin, '/batch', JSON.stringify({ events }))).body;
const restart = async (between: () => void = () => undefined) => {
  await workbench.stop();
  between();
  workbench = await ServedWorkbench.start({ data: workbench.data });
};
const problems = async () => (await contractOf(workbench).health.detail()).problems;

/** Ids and steps of a game as the history holds it. */
async function stored(sessionId: string) {
  await delivered(workbench.origin);
  const { steps } = await contractOf(workbench).replay.summary({ sessionId });
  return steps.length;
}

/** What the quarantine holds, whole. */
function quarantined(): { code: string; source: string; event: { eventId: string; data: object } }[] {
  const database = new Database(join(workbench.data, 'quarantine.sqlite'), { readonly: true });
  const rows = database
    .prepare<[], { code: string; source: string; bytes: Buffer }>('SELECT code, source, bytes FROM refused ORDER BY id')
    .all();
  database.close();
  return rows.map(({ code, source, bytes }) => ({ code, source, event: JSON.parse(bytes.toString()) }));
}

describe('two producers with one game', () => {
  test('over HTTP: the second one is told of each event, which is kept whole', async () => {
    expect(await post(event(1, 'g', 0), event(2, 'g', 1))).toEqual({ status: 'ok', accepted: 2 });
    const batch = [event(3, 'g', 1), event(4, 'g', 2), event(1, 'g', 7)];
    const answer = await post(...batch);
    expect(answer).toEqual({
      status: 'ok',
      accepted: 2,
      duplicates: 1,
      rejected: [{ index: 0, code: 'SEQUENCE_TAKEN', reason: expect.stringContaining('step 1 of game g is taken') }],
    });
    // A retry gets the same answer, and is kept once.
    for (const _ of [1, 2]) expect(await post(...batch)).toEqual({ ...answer, duplicates: 2 });
    expect(quarantined()).toMatchObject([
      { code: 'SEQUENCE_TAKEN', event: { eventId: uuid(3), data: { money: 3 }, sequenceId: 1 } },
    ]);
    const single = await postText(workbench.origin, '', JSON.stringify(event(3, 'g', 1)));
    expect([single.status, single.body.code]).toEqual([400, 'SEQUENCE_TAKEN']);
    await expect.poll(problems).toContainEqual(
      expect.objectContaining({
        code: 'sequence-conflicts',
        message: expect.stringMatching(/1 events were refused.*step 1 of game g is taken/),
        tip: expect.stringContaining('Give every game a sessionId of its own'),
      }),
    );
    // The tip: under a game of its own it is taken.
    expect(await post(event(3, 'of its own', 1))).toEqual({ status: 'ok', accepted: 1 });
    expect([await stored('g'), await stored('of its own')]).toEqual([3, 1]);
  });

  test('some events with numbers and some without', async () => {
    expect(await post(event(11, 'm', 0), event(12, 'm'), event(13, 'm', 1), event(14, 'm'))).toMatchObject({
      accepted: 3,
      rejected: [{ index: 2, code: 'SEQUENCE_TAKEN' }],
    });
    expect(await stored('m')).toBe(3);
  });

  test('imported: the lines are named', async () => {
    const file = (name: string, from: number) => {
      const path = join(workbench.data, name);
      writeFileSync(path, [0, 1, 2].map((step) => JSON.stringify(event(from + step, 'i', step))).join('\n'));
      return path;
    };
    const files = [file('a.jsonl', 20), file('b.jsonl', 30)];
    const json = await runCommand(['import', ...files, '--json', '--data', workbench.data]);
    const [first, second] = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ events: 3, duplicates: 0, rejected: [] });
    expect(second).toMatchObject({ events: 0, games: 0, duplicates: 0 });
    expect(second.rejected).toEqual(
      [1, 2, 3].map((line) => ({
        line,
        code: 'SEQUENCE_TAKEN',
        reason: expect.stringContaining(`step ${line - 1} of game i is taken`),
      })),
    );
    expect(json.code).toBe(1);
    const again = await runCommand(['import', ...files, '--data', workbench.data]);
    expect(again.stdout).toContain('0 events, 1 games, 3 here already, 0 rejected');
    expect(again.stdout).toContain('0 here already, 3 rejected\n  line 1: sequenceId: step 0 of game i is taken');
    expect(quarantined().filter(({ source }) => source === 'b.jsonl')).toHaveLength(3);
  });
});

test('a recording that has grown since it was imported adds what is new', async () => {
  const [name = ''] = readdirSync(join(recordings, 'balatrobot')).filter((file) => file.endsWith('.jsonl'));
  const lines = readFileSync(join(recordings, 'balatrobot', name), 'utf8')
    .trim()
    .split('\n');
  const cut = join(workbench.data, 'cut', name);
  mkdirSync(dirname(cut));
  writeFileSync(cut, lines.slice(0, lines.length / 2).join('\n'));
  const whole = join(recordings, 'balatrobot', name);
  const { stdout } = await runCommand(['import', cut, whole, whole, '--json', '--data', workbench.data]);
  const [first, grown, again] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({ duplicates: 0, rejected: [] });
  expect(first.events).toBeGreaterThan(10);
  expect(grown).toMatchObject({ games: 1, duplicates: first.events, rejected: [] });
  expect(grown.events).toBeGreaterThan(10);
  expect(again).toMatchObject({ events: 0, duplicates: first.events + grown.events, rejected: [] });
});

test('the largest step of all, and what comes after it', async () => {
  const answer = await post(event(41, 'l', 2 ** 31 - 1), event(42, 'l'), event(43, 'h'), event(44, 'l', 7));
  expect(answer).toMatchObject({ accepted: 3, rejected: [{ index: 1, code: 'NO_SEQUENCE_LEFT' }] });
  const wrong = [2 ** 31, 2 ** 53, 1e300, -1, 0.5, '0', true, {}, []];
  const more = await post(
    ...wrong.map((value, at) => ({ ...event(50 + at, 'l'), sequenceId: value })),
    event(45, 'l', 8),
  );
  expect(more).toMatchObject({ accepted: 1 });
  expect(more.rejected?.map(({ index, code }) => [index, code])).toEqual(
    wrong.map((_, index) => [index, 'BAD_SEQUENCE_ID']),
  );
  expect([await stored('l'), await stored('h')]).toEqual([3, 1]);
  const { stores } = await delivered(workbench.origin);
  expect([stores.history.quarantined, stores.metrics.quarantined]).toEqual([0, 0]);
});

test('an id is one event and a place is taken also after a restart', async () => {
  await post(event(61, 'r', 0), event(62, 'r', 1, { eventType: 'GameCompleted', data: COMPLETED }));
  const { position } = (await delivered(workbench.origin)).journal;
  await restart();
  expect(await post(event(61, 'another', 0), event(62, 'r', 5))).toEqual({ status: 'ok', accepted: 2, duplicates: 2 });
  expect(await post(event(63, 'r', 1), event(42, 'l'))).toMatchObject({
    accepted: 0,
    rejected: [{ code: 'SEQUENCE_TAKEN' }, { code: 'NO_SEQUENCE_LEFT' }],
  });
  expect((await healthOf(workbench.origin)).journal.position).toBe(position);
});

describe('a damaged ledger', () => {
  const old = Array.from({ length: 60 }, (_, at) => event(1000 + at, `old-${at % 20}`, Math.floor(at / 20)));

  test('is begun anew while events come in; nothing is acknowledged that is not stored', async () => {
    await post(...old);
    await delivered(workbench.origin);
    // All of its pages but the first, which says that it is a database: they are met when they are needed.
    await restart(() => {
      const descriptor = openSync(join(workbench.data, 'ledger.sqlite'), 'r+');
      for (let page = 1; page < 40; page++) writeSync(descriptor, Buffer.alloc(4096, 0x2a), 0, 4096, page * 4096);
      closeSync(descriptor);
    });
    expect(await post(event(71, 'new', 0), event(1003, 'old-3', 0), event(72, 'old-3'))).toEqual({
      status: 'ok',
      accepted: 3,
      duplicates: 1,
    });
    expect(await post(event(71, 'new', 0))).toEqual({ status: 'ok', accepted: 1, duplicates: 1 });
    expect([await stored('new'), await stored('old-3')]).toEqual([1, 4]);
    const [aside] = filesSetAside(workbench.data);
    const problem = {
      message: expect.stringContaining('ledger.sqlite was damaged and has been begun anew, from the journal'),
      tip: expect.stringContaining('Move the damaged one away'),
    };
    expect(await problems()).toContainEqual(expect.objectContaining(problem));
    // The tip; and without its journal it is made anew of what the history holds.
    await restart(() => {
      rmSync(aside?.path ?? '');
      for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm', 'journal'])
        rmSync(join(workbench.data, name), { recursive: true, force: true });
    });
    expect(await problems()).not.toContainEqual(expect.objectContaining(problem));
    expect(await post(...old, event(81, 'old-5'), event(82, 'old-5', 1))).toMatchObject({
      accepted: 61,
      duplicates: 60,
      rejected: [{ index: 61, code: 'SEQUENCE_TAKEN' }],
    });
    expect(await stored('old-5')).toBe(4);
  });
});

const COMPLETED = {
  outcome: 'win',
  finalScore: 300,
  finalAnte: 8,
  finalRound: 1,
  finalMoney: 1,
  finalJokers: ['Joker'],
  handsPlayed: 1,
  durationMs: 1000,
};
