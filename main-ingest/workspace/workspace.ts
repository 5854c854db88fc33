import type Database from 'better-sqlite3';
import { openOrBeginAnew } from '../damage.ts';
import { Bookmarks } from './bookmarks.ts';
import { ImportLog } from './import-log.ts';
import { migrate } from './migrations.ts';
import { Preferences } from './preferences.ts';
import { QueryHistory } from './query-history.ts';
import { SavedViews } from './saved-views.ts';
import { SeenProblems } from './seen-problems.ts';

/** What the user owns, as against what the events tell: kept in one small file, read and written at once. */
export interface Workspace {
  readonly bookmarks: Bookmarks;
  readonly seenProblems: SeenProblems;
  readonly imports: ImportLog;
  readonly views: SavedViews;
  readonly queries: QueryHistory;
  readonly preferences: Preferences;
  close(): void;
}

/**
 * Opens the workspace in a file, which is made where there is none and brought up to date where it is older. A damaged one
 * is set aside, and what can be read of it is carried over.
 * @throws NewerWorkspace when a newer workbench wrote it
 */
export function openWorkspace(file: string): Workspace {
  return openOrBeginAnew(file, open);
}

function open(database: Database.Database): Workspace {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  migrate(database);
  return {
    bookmarks: new Bookmarks(database),
    seenProblems: new SeenProblems(database),
    imports: new ImportLog(database),
    views: new SavedViews(database),
    queries: new QueryHistory(database),
    preferences: new Preferences(database),
    close: () => void database.close(),
  };
}
