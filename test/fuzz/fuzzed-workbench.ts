import { join } from 'node:path';
import { expect } from 'vitest';
import { openHistoryReader } from '../../main-ingest/history/open.ts';
import { contractOf, delivered, healthOf, postText } from '../integration/engine/client.ts';
import { readRecording } from '../recordings.ts';
import type { ServedWorkbench } from '../workbench.ts';
import { mutatedEvents, type Posted } from './mutated-events.ts';

const BATCH = 400;
/** Batches on their way at one time: their events may be taken in another order than they were made. */
const AT_ONCE = 6;

/** What became of all that was posted. */
export interface Fuzzed {
  readonly posted: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Rejections by their code. */
  readonly codes: Readonly<Record<string, number>>;
  /** Events in the history. */
  readonly stored: number;
  /** Accepted events that are in the history under no id of theirs: each is another's place in its game. */
  readonly absent: number;
  /** Events that a store kept in quarantine. */
  readonly quarantined: number;
}

/**
 * Posts mutated events of the recording over HTTP and looks at what came of them: each value is answered for by its place,
 * what was accepted is in the history once, the metrics have all of it, and nothing was started again meanwhile.
 */
export async function fuzz(workbench: ServedWorkbench, seed: number, count: number): Promise<Fuzzed> {
  const { origin, pid } = workbench;
  const accepted = new Set<string>();
  const codes: Record<string, number> = {};
  let [sent, taken, duplicates, rejected] = [0, 0, 0, 0];
  const lines = readRecording('train-small.jsonl.gz');
  const post = async (batch: readonly Posted[]): Promise<void> => {
    const body = `{"source":"fuzz","events":[${batch.map(({ text }) => text).join(',')}]}`;
    const answer = await postUntilTaken(origin, body);
    expect(answer.status, `${answer.body.reason}: ${body.slice(0, 2_000)}`).toBe(200);
    const bad = new Map((answer.body.rejected ?? []).map((rejection) => [rejection.index, rejection]));
    expect(answer.body.accepted).toBe(batch.length - bad.size);
    sent += batch.length;
    taken += answer.body.accepted ?? 0;
    duplicates += answer.body.duplicates ?? 0;
    rejected += bad.size;
    for (const { code, reason } of bad.values()) {
      expect(reason.length).toBeGreaterThan(5);
      codes[code] = (codes[code] ?? 0) + 1;
    }
    for (const [index, { eventId }] of batch.entries()) if (eventId && !bad.has(index)) accepted.add(eventId);
  };
  const underWay = new Set<Promise<void>>();
  for (const batch of batches(mutatedEvents(lines, seed, count))) {
    const posting = post(batch).finally(() => underWay.delete(posting));
    underWay.add(posting);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  const health = await delivered(origin);
  const { history, metrics } = health.stores;
  expect(health.intake.rejected).toBe(rejected);
  for (const store of [history, metrics]) {
    expect(store.checkpoint).toBe(health.journal.position);
    expect(store.lastError, JSON.stringify(store.lastError)).toBeUndefined();
    expect(store.attempts).toBeUndefined();
  }
  expect(workbench.pid).toBe(pid);
  const quarantined = history.quarantined + metrics.quarantined;
  await expectAnswers(workbench);
  await workbench.stop();
  const ids = await storedIds(workbench.data);
  expect(ids.length).toBe(health.journal.position - history.quarantined);
  const stored = new Set(ids);
  expect(stored.size).toBe(ids.length);
  const absent = [...accepted].filter((id) => !stored.has(id)).length;
  return { posted: sent, accepted: taken, duplicates, rejected, codes, stored: stored.size, absent, quarantined };
}

/** Views, recipes and replays answer over whatever came in. */
async function expectAnswers(workbench: ServedWorkbench): Promise<void> {
  const contract = contractOf(workbench);
  for (const recipe of await contract.cookbook.recipes()) {
    const answer = await contract.cookbook
      .run({ recipe: recipe.name, params: {}, scope: {} })
      .catch((error: unknown) => error);
    if (answer instanceof Error) expect.soft(`${recipe.name}: ${answer.message}`).toBe('');
  }
  const { rows: rolledUp } = await contract.cookbook.sql({ sql: 'SELECT sum(hands) AS n FROM hands_by_day' });
  const { rows: hands } = await contract.cookbook.sql({ sql: 'SELECT count(*) AS n FROM game_metrics' });
  expect(rolledUp).toEqual(hands);
  const list = await contract.games.list({ scope: {}, limit: 50 });
  await contract.games.facets({ scope: {} });
  for (const { sessionId } of [...list.rows.slice(0, 20), ...list.live.slice(0, 20)]) {
    const { steps } = await contract.replay.summary({ sessionId });
    expect(steps).toBeDefined();
    await contract.replay.steps({ sessionId, from: 0, to: 50 });
  }
  expect((await healthOf(workbench.origin)).status).not.toBe('down');
}

async function postUntilTaken(origin: string, body: string): ReturnType<typeof postText> {
  for (;;) {
    const answer = await postText(origin, '/batch', body);
    if (answer.status !== 503) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function storedIds(data: string): Promise<string[]> {
  const reader = await openHistoryReader({ kind: 'sqlite', file: join(data, 'history.sqlite') });
  const ids: string[] = [];
  for (const [stream] of await reader.streams()) for await (const { eventId } of reader.read(stream)) ids.push(eventId);
  await reader.close();
  return ids;
}

function* batches(events: Iterable<Posted>): Generator<Posted[]> {
  let batch: Posted[] = [];
  for (const event of events) {
    batch.push(event);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
