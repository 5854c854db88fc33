/**
 * A training job as far as the wire is concerned: posts recorded games under fresh ids to an intake, and measures the
 * time to each acknowledgement. A process of its own, so that its memory and its event loop are not the workbench's.
 *
 * Argument: a {@link LoadPlan} as JSON. Prints a {@link LoadResult} as JSON.
 */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { FreshGames } from './fresh-games.ts';
import type { LoadPlan, LoadResult } from './load-plan.ts';

const RETRY_MS = 50;

async function run(plan: LoadPlan): Promise<LoadResult> {
  const fresh = new FreshGames();
  const agent = new Agent({ keepAlive: true, maxSockets: plan.games });
  const acknowledgeMs: number[] = [];
  const start = performance.now();
  const end = start + plan.seconds * 1000;
  let events = 0;
  let refused = 0;

  /** Plays one game after another until the time is up. */
  async function play(client: number): Promise<void> {
    const everyMs = plan.rate === 0 ? 0 : (plan.games * plan.batch * 1000) / plan.rate;
    let due = start + (everyMs * client) / plan.games;
    while (performance.now() < end) {
      for (const { body, events: count } of fresh.posts(plan.batch)) {
        if (everyMs > 0) {
          await sleep(Math.max(0, due - performance.now()));
          due += everyMs;
        }
        if (performance.now() >= end) return;
        const sent = performance.now();
        while ((await post(agent, plan.url, body)) !== 200) {
          refused++;
          await sleep(RETRY_MS);
        }
        acknowledgeMs.push(performance.now() - sent);
        events += count;
      }
    }
  }

  await Promise.all(Array.from({ length: plan.games }, (_, client) => play(client)));
  agent.destroy();
  const seconds = (performance.now() - start) / 1000;
  return { events, seconds, refused, acknowledgeMs: acknowledgeMs.sort((a, b) => a - b) };
}

/** Status of the answer. */
function post(agent: Agent, url: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const call = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', reject);
    call.end(body);
  });
}

const plan: LoadPlan = JSON.parse(process.argv[2] ?? '{}');
process.stdout.write(JSON.stringify(await run(plan)));
