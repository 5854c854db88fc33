import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { GamesInFlightState } from './games-in-flight.ts';

/** What `live/` keeps over a restart: the journal is read on from `position`. */
const Saved = z.object({
  position: z.number(),
  /** Since the data folder was made. */
  duplicates: z.number(),
  rejected: z.number(),
  games: GamesInFlightState,
});
export type SavedLive = z.infer<typeof Saved>;

/** Undefined for a new data folder, and for a file that is no longer understood: then the counts begin anew. */
export function readSavedLive(file: string): SavedLive | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Saved.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Replaces the file as a whole: a crash in between leaves the one before. */
export function writeSavedLive(file: string, saved: SavedLive): void {
  writeFileSync(`${file}.new`, JSON.stringify(saved));
  renameSync(`${file}.new`, file);
}

/** What is saved of a data folder whose journal begins at a position, and of which nothing is known. */
export function nothingSaved(position: number): SavedLive {
  const games = { started: 0, ended: 0, run: null, model: null, games: [] };
  return { position, duplicates: 0, rejected: 0, games };
}
