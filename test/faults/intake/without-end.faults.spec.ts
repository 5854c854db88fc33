import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryOf } from '../../hostile-run.ts';
import { contractOf, delivered, healthOf, postText } from '../../integration/engine/client.ts';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';

const GAMES = Number(process.env.WORKBENCH_ENDLESS_GAMES ?? 300_000);
const BATCH = 1_000;
const MOST_BYTES = 1.3e9;
const LONGEST_MS = 20 * 60_000;

describe('what never ends', () => {
  let workbench: ServedWorkbench;
  beforeAll(async () => {
    workbench = await ServedWorkbench.start();
  });
  afterAll(() => workbench.remove());

  test(
    'games that begin and never end: all are kept, health and lists stay small, memory stays what it was',
    async () => {
      const [line = ''] = readRecording('train-small.jsonl.gz');
      const start: object = JSON.parse(line);
      let most = 0;
      for (let games = 0; games < GAMES; games += BATCH) {
        const events = Array.from({ length: BATCH }, () => ({
          ...start,
          eventId: randomUUID(),
          sessionId: randomUUID(),
          timestamp: new Date().toISOString(),
        }));
        const { body } = await postText(workbench.origin, '/batch', JSON.stringify({ events }));
        expect(body).toMatchObject({ accepted: BATCH });
        most = Math.max(most, memoryOf(workbench));
      }
      const health = await delivered(workbench.origin);
      expect(health.journal.position).toBe(GAMES);
      const from = performance.now();
      expect(JSON.stringify(await healthOf(workbench.origin)).length).toBeLessThan(100_000);
      const between = performance.now();
      const list = await contractOf(workbench).games.list({ scope: {} });
      const [healthMs, listMs] = [between - from, performance.now() - between];
      expect(JSON.stringify(list).length).toBeLessThan(1_000_000);
      process.stdout.write(
        `  ${GAMES} games that never end: at most ${(most / 1e6).toFixed(0)} MB, health ${healthMs.toFixed(0)} ms, list ${listMs.toFixed(0)} ms\n`,
      );
      expect(most).toBeLessThan(MOST_BYTES);
    },
    LONGEST_MS,
  );

  test(
    'posts of the mod of 15 MB each, one upon another',
    async () => {
      const { pid } = workbench;
      const filler = 'x'.repeat(15_000_000);
      let most = 0;
      const post = async (n: number): Promise<number> => {
        const body = JSON.stringify({
          type: 'GAME_STATE',
          payload: { in_game: true, game_id: `large-${n}`, ante: 1, round: 0, money: 4, game_state: 7, filler },
          timestamp: Date.now() / 1000,
        });
        const { status } = await postText(workbench.origin, '', body);
        most = Math.max(most, memoryOf(workbench));
        return status;
      };
      const seen = new Set<number>();
      for (let n = 0; n < 105; n += 5) {
        const statuses = await Promise.all([0, 1, 2, 3, 4].map((more) => post(n + more)));
        for (const status of statuses) seen.add(status);
      }
      process.stdout.write(`  105 posts of 15 MB: ${[...seen].join(', ')}, at most ${(most / 1e6).toFixed(0)} MB\n`);
      expect([...seen].filter((status) => ![200, 413, 503].includes(status))).toEqual([]);
      expect(most).toBeLessThan(2.5e9);
      const { journal, stores } = await delivered(workbench.origin);
      expect([stores.history.checkpoint, stores.metrics.checkpoint]).toEqual([journal.position, journal.position]);
      expect(workbench.pid).toBe(pid);
    },
    LONGEST_MS,
  );
});
