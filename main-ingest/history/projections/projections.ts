import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EventStoreDBClient } from '@eventstore/db-client';

/** Answers that the server keeps up to date by itself, one a file beside this one. */
export const PROJECTIONS = ['joker-combinations', 'winning-strategies'] as const;
export type ProjectionName = (typeof PROJECTIONS)[number];

/**
 * The JavaScript that the server runs. It reads all events: by category it would need the server's own `$by_category`, which
 * writes a link for each of them and costs half of the speed.
 */
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
 * Makes the projections that the server lacks. Each is asked for by its name: a list fails as long as one projection on the
 * server is broken, whoever made it.
 * @param replacing whether those of older sources are removed; another workbench of another version may have made them
 * @returns those that run no more
 */
export async function keepProjections(
  client: EventStoreDBClient,
  { replacing }: { readonly replacing: boolean },
): Promise<readonly Stopped[]> {
  const stopped: Stopped[] = [];
  for (const projection of PROJECTIONS) {
    const name = serverName(projection);
    const found = await look(client, name);
    if (found === 'missing') await create(client, name, projectionSource(projection));
    else if (found !== 'running') stopped.push({ name, reason: found.reason });
  }
  if (replacing) await removeOlder(client);
  return stopped;
}

/** What a projection has come to. */
export async function projected(client: EventStoreDBClient, name: ProjectionName): Promise<unknown> {
  return client.getProjectionState(serverName(name));
}

function stem(name: ProjectionName): string {
  return `workbench-${name}-`;
}

/** How a projection does; one that is about to run (`Preparing`, `Initial`, `Starting`) runs. */
async function look(
  client: EventStoreDBClient,
  name: string,
): Promise<'missing' | 'running' | { readonly reason: string }> {
  try {
    const { status, stateReason } = await client.getProjectionStatus(name);
    return /stopped|faulted|aborted/i.test(status) ? { reason: stateReason || status } : 'running';
  } catch (error) {
    if (says(error, 'NotFound')) return 'missing';
    if (says(error, BROKEN)) return { reason: 'the server cannot run its source' };
    throw error;
  }
}

/** Two workbenches may do it at once: that there is one already is as good. */
async function create(client: EventStoreDBClient, name: string, source: string): Promise<void> {
  try {
    await client.createProjection(name, source);
  } catch (error) {
    if (!says(error, 'Conflict')) throw error;
  }
}

/** They only cost the server something: where they cannot be listed, they stay until they can. */
async function removeOlder(client: EventStoreDBClient): Promise<void> {
  const present = await client.listProjections().catch((error: unknown) => {
    if (says(error, BROKEN)) return [];
    throw error;
  });
  const wanted = new Set(PROJECTIONS.map(serverName));
  const older = present.filter(
    ({ name }) => PROJECTIONS.some((one) => name.startsWith(stem(one))) && !wanted.has(name),
  );
  for (const { name } of older) {
    await client.disableProjection(name);
    await client.deleteProjection(name);
  }
}

/** What is said of a projection with an error in its syntax, and of all in a list with one. */
const BROKEN = 'thrown by handler';

/** The server's errors about projections are all of one kind, told apart by their words. */
function says(error: unknown, words: string): boolean {
  return error instanceof Error && error.message.includes(words);
}
