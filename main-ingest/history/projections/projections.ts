import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ErrorType, type EventStoreDBClient, isCommandError } from '@eventstore/db-client';

/** Answers that the server keeps up to date by itself, one a file beside this one. */
export const PROJECTIONS = ['joker-combinations', 'winning-strategies'] as const;
export type ProjectionName = (typeof PROJECTIONS)[number];

/** The JavaScript that the server runs. */
export function projectionSource(name: ProjectionName): string {
  return readFileSync(new URL(`./${name}.js`, import.meta.url), 'utf8');
}

/**
 * The server's name of a projection: its own and that of its source, so that a changed one is another, computed from the
 * first event on. An update in place would apply to new events only.
 */
export function serverName(name: ProjectionName): string {
  return `${stem(name)}${createHash('sha256').update(projectionSource(name)).digest('hex').slice(0, 8)}`;
}

/** Makes the projections that the server lacks, and removes those of older sources. */
export async function keepProjections(client: EventStoreDBClient): Promise<void> {
  const present = (await client.listProjections()).map(({ name }) => name);
  // Categories are streams of links that this one makes; without it a projection over one sees nothing.
  await client.enableProjection('$by_category');
  for (const name of PROJECTIONS) {
    const wanted = serverName(name);
    if (!present.includes(wanted)) await create(client, wanted, projectionSource(name));
    for (const old of present.filter((each) => each.startsWith(stem(name)) && each !== wanted)) {
      await client.disableProjection(old);
      await client.deleteProjection(old);
    }
  }
}

/** What a projection has come to. */
export async function projected(client: EventStoreDBClient, name: ProjectionName): Promise<unknown> {
  return client.getProjectionState(serverName(name));
}

function stem(name: ProjectionName): string {
  return `workbench-${name}-`;
}

/** Two workbenches may do it at once: that there is one already is told as an unknown error with `Conflict` in it. */
async function create(client: EventStoreDBClient, name: string, source: string): Promise<void> {
  try {
    await client.createProjection(name, source);
  } catch (error) {
    const conflict = error instanceof Error && isCommandError(error) && error.type === ErrorType.UNKNOWN;
    if (!conflict || !error.message.includes('Conflict')) throw error;
  }
}
