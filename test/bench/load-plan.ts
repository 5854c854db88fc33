import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface LoadPlan {
  readonly url: string;
  /** Games in flight at a time; each is a client with a connection of its own. */
  readonly games: number;
  /** Events in a post. */
  readonly batch: number;
  readonly seconds: number;
  /** Events a second over all games; 0 is as fast as acknowledgements come. */
  readonly rate: number;
}

export interface LoadResult {
  readonly events: number;
  readonly seconds: number;
  /** Posts that were not answered 200, and sent again. */
  readonly refused: number;
  /** Milliseconds from post to acknowledgement, sorted. */
  readonly acknowledgeMs: readonly number[];
}

/** Runs a load in a process of its own. */
export async function load(plan: LoadPlan): Promise<LoadResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts'), JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [result] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`the load generator ended with ${child.exitCode}`);
  return JSON.parse(result);
}
