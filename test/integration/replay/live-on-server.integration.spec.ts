import { afterAll, beforeAll, expect, test } from 'vitest';
import { toCanonical } from '../../../main-ingest/event/record.ts';
import { type EventStore, isKillable, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { recordedEvents } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, postLines } from '../engine/client.ts';

const all = recordedEvents('endless.jsonl.gz').filter(({ sequenceId }) => sequenceId >= 0);
const sessionId = all[0]?.sessionId ?? '';
const game = all.filter((event) => event.sessionId === sessionId);
const lastStep = game.at(-1)?.sequenceId ?? 0;

let store: EventStore;
let workbench: ServedWorkbench;

beforeAll(async () => {
  store = await startEventStore();
  const env = { WORKBENCH_HISTORY_ENGINE: 'eventstoredb', WORKBENCH_HISTORY_URL: store.url };
  workbench = await ServedWorkbench.start({ env });
});

afterAll(async () => {
  await workbench.remove();
  await store.stop();
});

test.skipIf(!isKillable)(
  `a game in flight is followed by what the server pushes, through its loss [${isReal ? 'real' : 'double'} EventStoreDB]`,
  async () => {
    const contract = contractOf(workbench);
    const post = async (from: number, to: number) => {
      const lines = game.slice(from, to).map((event) => JSON.stringify(toCanonical(event)));
      expect((await postLines(workbench.origin, lines)).status).toBe(200);
    };
    /** Takes what is pushed until a step is there: the history has it then, without a second look. */
    const until = async (step: number) => {
      for (;;) {
        const { value, done } = await following.next();
        if (done || value.lastStep > step) throw new Error(`the game was followed past step ${step}`);
        if (value.lastStep < step) continue;
        expect((await contract.replay.summary({ sessionId })).steps.at(-1)?.step).toBe(step);
        return;
      }
    };
    const following = await contract.replay.follow({ sessionId });
    await post(0, 50);
    await until(49);
    await post(50, 60);
    await until(59);
    await store.kill();
    await post(60, 80);
    await store.start();
    await until(79);
    await post(80, game.length);
    let end = { lastStep: 0, ended: false };
    for await (const value of following) end = value;
    expect(end).toEqual({ lastStep, ended: true });
  },
);
