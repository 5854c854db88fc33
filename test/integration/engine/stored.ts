import { expect } from 'vitest';
import { gameStream } from '../../../main-ingest/event/stream.ts';
import { openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import type { ServedWorkbench } from '../../workbench.ts';
import { contractOf } from './client.ts';

/** Of an event that was sent, what tells whether it is there. */
export interface Sent {
  readonly eventId: string;
  readonly eventType: string;
  readonly sessionId: string;
  readonly sequenceId?: number;
}

/** Rows of each table, as the cookbook tells them. */
export async function tableRows(from: ServedWorkbench): Promise<ReadonlyMap<string, number>> {
  return new Map((await contractOf(from).cookbook.tables()).map(({ name, rows }) => [name, rows]));
}

/** Every game of `sent` has each of its events in the history once, and nothing else. */
export async function expectOnce(file: string, sent: readonly Sent[]): Promise<void> {
  const history = openSqliteHistoryReader(file);
  const games = Map.groupBy(
    sent.filter(({ sequenceId }) => sequenceId !== undefined),
    ({ sessionId }) => sessionId,
  );
  for (const [sessionId, own] of games) {
    const ids: string[] = [];
    for await (const event of history.read(gameStream(sessionId))) ids.push(event.eventId);
    expect(ids.sort()).toEqual(own.map(({ eventId }) => eventId).sort());
  }
  await history.close();
}
