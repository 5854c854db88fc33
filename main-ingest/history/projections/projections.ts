import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EventStoreDBClient } from '@eventstore/db-client';

/** Answers that the server keeps up to date by itself, one a file beside this one. */
export const PROJECTIONS = ['joker-combinations', 'winning-strategies'] as const;
export type ProjectionName = (typeof PROJECTIONS)[number];

/** Makes streams of links by category; without it a projection over a category sees nothing. */
const BY_CATEGORY = '$by_category';

/** The JavaScript that the server runs. */
export function projectionSource(name: ProjectionName): string {
  return readFileSync(new URL(`./${name}.js`, import.meta.url), 'utf8');
}

/**
 * The server's name of a projection: its own and that of its source, so that a changed one is another, computed from the
 * first event on. An update in place would apply to new events only, and a reset of it would show a half-computed state
 * under the name that others ask.
 */
export function serverName(name: ProjectionName): string {
  return `${stem(name)}${createHash('sha256').update(projectionSource(name)).digest('hex').slice(0, 8)}`;
}

/** A projection that has stopped, and why. */
export interface Stopped {
  readonly name: string;
  readonly reason: string;
}

/**
 * Makes the projections that the server lacks, and starts the one that they read from.
 * @param replacing whether those of older sources are removed; another workbench of another version may have made them
 * @returns those that run no more
 */
export async function keepProjections(
  client: EventStoreDBClient,
  { replacing }: { readonly replacing: boolean },
): Promise<readonly Stopped[]> {
  const present = new Map((await client.listProjections()).map((each) => [each.name, each]));
  if (!isRunning(present.get(BY_CATEGORY))) await client.enableProjection(BY_CATEGORY);
  const stopped: Stopped[] = [];
  for (const name of PROJECTIONS) {
    const wanted = serverName(name);
    const found = present.get(wanted);
    if (found === undefined) await create(client, wanted, projectionSource(name));
    else if (!isRunning(found)) stopped.push({ name: wanted, reason: found.stateReason || found.status });
    if (!replacing) continue;
    for (const old of [...present.keys()].filter((each) => each.startsWith(stem(name)) && each !== wanted)) {
      await client.disableProjection(old);
      await client.deleteProjection(old);
    }
  }
  return stopped;
}

/** What a projection has come to. */
export async function projected(client: EventStoreDBClient, name: ProjectionName): Promise<unknown> {
  return client.getProjectionState(serverName(name));
}

function stem(name: ProjectionName): string {
  return `workbench-${name}-`;
}

/** `Running`; also what is about to: `Preparing`, `Initial`, `Starting`. */
function isRunning(projection: { readonly status: string } | undefined): boolean {
  return projection !== undefined && !/stopped|faulted|aborted/i.test(projection.status);
}

/** Two workbenches may do it at once: that there is one already is told by an unknown error with `Conflict` in it. */
async function create(client: EventStoreDBClient, name: string, source: string): Promise<void> {
  try {
    await client.createProjection(name, source);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('Conflict')) throw error;
  }
}
