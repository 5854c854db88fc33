import { crc32 } from 'node:zlib';
import type Database from 'better-sqlite3';
import { HistoryError } from './history.ts';

const REPAIR =
  'Stop the workbench; put history.sqlite back from a backup, or `npm run doctor -- --repair` makes it anew of all that can be read';

/** What is kept beside the checkpoint: a flipped bit in it would make events be skipped without a word. */
export function sealOf(position: number): number {
  return crc32(`progress ${position}`);
}

export function damagedCheckpoint(): HistoryError {
  const message = `The checkpoint of history.sqlite is damaged: what the history has is not known. ${REPAIR}`;
  return new HistoryError('DAMAGED', message, { retry: true });
}

/**
 * Looks at the lists that tell which games there are, on the opening: what is damaged there would make games vanish, or be
 * written twice. The runs themselves bear checksums, and are looked at when they are read.
 * @throws HistoryError `DAMAGED`
 */
export function checkLists(database: Database.Database): void {
  for (const table of ['streams', 'types', 'progress']) {
    const found: unknown = database.pragma(`integrity_check(${table})`, { simple: true });
    if (found !== 'ok') throw damagedLists(String(found));
  }
  const sum = (table: string): number =>
    database.prepare<[], number>(`SELECT coalesce(sum(events), 0) FROM ${table}`).pluck().get() ?? 0;
  const [streams, types] = [sum('streams'), sum('types')];
  if (streams !== types) throw damagedLists(`${streams} events by game, ${types} by type`);
}

function damagedLists(why: string): HistoryError {
  return new HistoryError('DAMAGED', `The list of games in history.sqlite is damaged: ${why}. ${REPAIR}`, {
    retry: true,
  });
}
