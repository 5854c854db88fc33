import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CanonicalEvent } from '../../../main-ingest/event/event.ts';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, partsOf, postLines } from './client.ts';

const lines = readRecording('train-small.jsonl.gz');
const events = lines.map((line): CanonicalEvent => JSON.parse(line));
const count = (type: string): number => events.filter((event) => event.eventType === type).length;
let workbench: ServedWorkbench;

beforeAll(async () => {
  workbench = await ServedWorkbench.start();
});
afterAll(() => workbench.remove());

test('a recording posted in batches is in both stores, completely and once, also when it is posted again', async () => {
  for (const batch of partsOf(lines, 1000)) {
    const answer = await postLines(workbench.origin, batch);
    expect(answer.body).toEqual({ status: 'ok', accepted: batch.length });
  }
  const again = await postLines(workbench.origin, lines.slice(500, 2500));
  expect(again.body).toEqual({ status: 'ok', accepted: 2000, duplicates: 2000 });

  const health = await delivered(workbench.origin);
  expect(health).toMatchObject({
    status: 'ok',
    journal: { position: lines.length },
    intake: { events: lines.length, duplicates: 2000, rejected: 0 },
    gamesInFlight: 0,
    stores: { history: { quarantined: 0, lagEvents: 0 }, metrics: { quarantined: 0, lagEvents: 0 } },
  });

  const tables = new Map((await contractOf(workbench).cookbook.tables()).map(({ name, rows }) => [name, rows]));
  expect(tables.get('game_starts')).toBe(count('GameStarted'));
  expect(tables.get('game_results')).toBe(count('GameCompleted'));
  expect(tables.get('game_metrics')).toBe(count('HandPlayed'));
  expect(tables.get('decision_points')).toBe(count('DecisionMade'));
});

test('every game can be replayed to its last step', async () => {
  const { replay } = contractOf(workbench);
  const games = Map.groupBy(
    events.filter((event) => event.sequenceId !== undefined),
    (event) => event.sessionId,
  );
  for (const [sessionId, own] of games) {
    const summary = await replay.summary({ sessionId });
    expect(summary.steps.length).toBe(own.length);
    expect(summary.snapshots.agree).toBe(summary.snapshots.compared);
  }
});

test('what is live is pushed', async () => {
  const watch = await contractOf(workbench).live.watch();
  const first = await watch.next();
  expect(first.value).toMatchObject({ games: { started: 60, ended: 60 }, demo: false, openProblems: 0 });
  await watch.return?.();
});

test('after a restart the counts go on and nothing is delivered again', async () => {
  await workbench.stop();
  workbench = await ServedWorkbench.start({ data: workbench.data });
  const again = await postLines(workbench.origin, lines.slice(0, 300));
  expect(again.body).toMatchObject({ accepted: 300, duplicates: 300 });
  const health = await delivered(workbench.origin);
  expect(health.intake).toMatchObject({ events: lines.length, duplicates: 2300 });
  const watch = await contractOf(workbench).live.watch();
  expect((await watch.next()).value).toMatchObject({ games: { started: 60, ended: 60 } });
  await watch.return?.();
});
