import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Health } from '../../main-ingest/contract/health.ts';
import { ServedWorkbench } from '../workbench.ts';
import { type BenchContext, type Benchmark, type Measurement, percentile, timings } from './bench.ts';
import { type LoadResult, load } from './load-plan.ts';

const GAMES = 100;
const BATCH = 50;

/** Posted over HTTP by another process until both stores have it; the load generator shares the machine. */
export const wholePath: Benchmark = {
  name: 'path',
  what: 'whole path over HTTP, 100 games at a time, into both stores',
  async run(context) {
    const seconds = context.quick ? 5 : 60;
    return [await fullLoad(context, seconds), ...(await steadyLoad(context, Math.min(seconds, 20)))];
  },
};

async function fullLoad({ folder, say }: BenchContext, seconds: number): Promise<Measurement> {
  say(`bare server for ${Math.min(seconds, 15)} s`);
  const bare = await bareServer(Math.min(seconds, 15));
  say(`workbench for ${seconds} s`);
  const workbench = await ServedWorkbench.start({ data: join(folder, 'full') });
  try {
    const watch = watchHealth(workbench);
    const result = await load({
      url: `${workbench.origin}/api/v1/events/batch`,
      games: GAMES,
      batch: BATCH,
      seconds,
      rate: 0,
    });
    const atEnd = await health(workbench);
    const draining = performance.now();
    await drained(workbench);
    const drainSeconds = (performance.now() - draining) / 1000;
    const mostLag = await watch.stop();
    const ms = result.acknowledgeMs;
    return {
      name: `acknowledged over HTTP, ${seconds} s`,
      value: result.events / result.seconds,
      unit: 'events/s',
      baseline: { what: 'a server that only parses', value: bare.events / bare.seconds },
      detail: {
        'stored events/s': result.events / (result.seconds + drainSeconds),
        'acknowledge P50 ms': percentile(ms, 0.5),
        'P99 ms': percentile(ms, 0.99),
        'P99.9 ms': percentile(ms, 0.999),
        refused: result.refused,
        'most history lag ms': mostLag.history,
        'most metrics lag ms': mostLag.metrics,
        'behind at the end, events': Math.max(atEnd.stores.history.lagEvents, atEnd.stores.metrics.lagEvents),
        'drained in s': drainSeconds,
        'peak memory MB': peakMemoryMb(workbench.pid),
      },
    };
  } finally {
    await workbench.remove();
  }
}

/** Time to the acknowledgement at 1,000 events/s from 100 games, one event a post. */
async function steadyLoad({ folder, say }: BenchContext, seconds: number): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const sync of ['always', 'os'] as const) {
    say(`1,000 events/s with journal.sync ${sync}`);
    const workbench = await ServedWorkbench.start({ data: join(folder, sync), env: { WORKBENCH_JOURNAL_SYNC: sync } });
    try {
      const plan = { url: `${workbench.origin}/api/v1/events/batch`, games: GAMES, batch: 1, rate: 1000 };
      await load({ ...plan, seconds: 3 });
      const { acknowledgeMs } = await load({ ...plan, seconds });
      const bare = await bareSync(join(folder, `sync-${sync}`), sync);
      measurements.push({
        name: `acknowledge P99 at 1,000 events/s, ${sync}`,
        value: percentile(acknowledgeMs, 0.99),
        unit: 'ms',
        baseline: {
          what: sync === 'always' ? 'bare write and fdatasync, P99' : 'bare write, P99',
          value: percentile(bare, 0.99),
        },
        detail: {
          P50: percentile(acknowledgeMs, 0.5),
          'P99.9': percentile(acknowledgeMs, 0.999),
          'bare P50': percentile(bare, 0.5),
        },
      });
    } finally {
      await workbench.remove();
    }
  }
  return measurements;
}

async function bareServer(seconds: number): Promise<LoadResult> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = await once(server.stdout, 'data');
    return await load({
      url: `http://127.0.0.1:${String(port).trim()}/`,
      games: GAMES,
      batch: BATCH,
      seconds,
      rate: 0,
    });
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

async function bareSync(path: string, sync: 'always' | 'os'): Promise<number[]> {
  const file = await open(path, 'w');
  const bytes = Buffer.alloc(430, 'x');
  const sorted = await timings(2_000, async () => {
    await file.write(bytes);
    if (sync === 'always') await file.datasync();
  });
  await file.close();
  return sorted;
}

async function health(workbench: ServedWorkbench): Promise<Health> {
  const answer = await fetch(`${workbench.origin}/health`);
  return Health.parse(await answer.json());
}

async function drained(workbench: ServedWorkbench): Promise<void> {
  for (;;) {
    const { journal, stores } = await health(workbench);
    if (stores.history.checkpoint >= journal.position && stores.metrics.checkpoint >= journal.position) return;
    await sleep(20);
  }
}

/** Largest lag of each store, asked every half second. */
function watchHealth(workbench: ServedWorkbench) {
  const most = { history: 0, metrics: 0 };
  const ending = new AbortController();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      const { stores } = await health(workbench);
      most.history = Math.max(most.history, stores.history.lagMs);
      most.metrics = Math.max(most.metrics, stores.metrics.lagMs);
      await sleep(500, undefined, { signal: ending.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      ending.abort();
      await watching;
      return most;
    },
  };
}

/** Most memory that the process ever held, in MB; NaN where the system does not tell. */
function peakMemoryMb(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}
