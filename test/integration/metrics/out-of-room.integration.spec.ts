import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childrenOf } from '../../hostile-run.ts';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, postLines } from '../engine/client.ts';

const isLinux = process.platform === 'linux';
/** Takes more memory than the process is left with here, and less than a new one has. */
const HUNGRY = 'SELECT count(DISTINCT hash(range)) AS n FROM range(1000000)';
const LEFT_BYTES = 16 * 1024 * 1024;

describe.skipIf(!isLinux)(
  'a metrics process that the system gives no more memory [real DuckDB, prlimit of Linux]',
  () => {
    let workbench: ServedWorkbench;
    const lines = readRecording('train-small.jsonl.gz').slice(0, 2_000);

    beforeAll(async () => {
      workbench = await ServedWorkbench.start({ env: { WORKBENCH_METRICS_MEMORY_LIMIT_MB: '256' } });
      await postLines(workbench.origin, lines);
      await delivered(workbench.origin);
    });
    afterAll(() => workbench.remove());

    test('gives way to a new one: the view is answered, and events go on', async () => {
      const [store] = childrenOf(workbench.pid);
      execFileSync('prlimit', ['--pid', String(store), `--data=${dataOf(store) + LEFT_BYTES}`]);
      const { cookbook, games, health } = contractOf(workbench);
      expect((await cookbook.sql({ sql: HUNGRY, lane: 'view' })).rows).toEqual([[1_000_000]]);
      const [next] = childrenOf(workbench.pid);
      expect(next).not.toBe(store);
      expect((await games.list({ scope: {} })).total).toBeGreaterThan(0);
      await postLines(workbench.origin, readRecording('train-small.jsonl.gz').slice(2_000, 3_000));
      expect((await delivered(workbench.origin)).stores.metrics.checkpoint).toBe(3_000);
      const { memory } = await health.detail();
      const own = memory.find(({ part }) => part === 'Metrics process');
      expect(own?.bytes).toBeGreaterThan(10e6);
      expect(own?.bytes).toBeLessThan(own?.limit ?? 0);
    });
  },
);

/** Bytes of data that the system counts for a process against its limit. */
function dataOf(pid: number | undefined): number {
  const kilobytes = /^VmData:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
