import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';
import { openWorkspace, type Workspace } from '../../../main-ingest/workspace/workspace.ts';

let folder: string;
let file: string;
let workspace: Workspace;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-'));
  file = join(folder, 'workspace.sqlite');
  workspace = openWorkspace(file);
});

afterEach(() => {
  workspace.close();
  rmSync(folder, { recursive: true });
});

function reopen(): void {
  workspace.close();
  workspace = openWorkspace(file);
}

test('bookmarks last, in the order in which they were set, and can be taken away', () => {
  workspace.bookmarks.set('b', true);
  workspace.bookmarks.set('a', true);
  workspace.bookmarks.set('b', true);
  workspace.bookmarks.set('c', true);
  workspace.bookmarks.set('a', false);
  expect(workspace.bookmarks.all()).toEqual(['b', 'c']);
  reopen();
  expect(workspace.bookmarks.has('b')).toBe(true);
  expect(workspace.bookmarks.has('a')).toBe(false);
});

test('a bookmark that the disk has changed is left out and counted; one of an older workbench is taken', () => {
  for (const game of ['a', 'b', 'c']) workspace.bookmarks.set(game, true);
  workspace.close();
  const database = new Database(file);
  database.exec("UPDATE bookmark SET session_id = 'B' WHERE session_id = 'b'");
  database.exec("UPDATE bookmark SET seal = NULL WHERE session_id = 'c'");
  database.close();
  workspace = openWorkspace(file);
  expect(workspace.bookmarks.all()).toEqual(['a', 'c']);
  expect(workspace.bookmarks.damaged).toBe(1);
});

test('seen problems last', () => {
  workspace.seenProblems.add('DISK@2026');
  workspace.seenProblems.add('DISK@2026');
  reopen();
  expect(workspace.seenProblems.has('DISK@2026')).toBe(true);
  expect(workspace.seenProblems.has('OTHER@2026')).toBe(false);
});

test('imports are listed newest first', () => {
  const job: ImportJob = {
    id: '1',
    file: 'a.jsonl',
    state: 'done',
    format: 'canonical',
    bytes: 10,
    bytesRead: 10,
    events: 2,
    games: 1,
    duplicates: 0,
    rejectedCount: 0,
    rejected: [],
    startedAt: '2026-10-01T00:00:00.000Z',
    endedAt: '2026-10-01T00:00:01.000Z',
    error: null,
  };
  workspace.imports.add(job);
  workspace.imports.add({ ...job, id: '2', file: 'b.jsonl', endedAt: '2026-10-01T00:00:02.000Z' });
  expect(workspace.imports.list(10).map(({ file }) => file)).toEqual(['b.jsonl', 'a.jsonl']);
});

test('a saved view keeps its place when it is saved again, and can be moved', () => {
  const { views } = workspace;
  views.save({ view: 'games', name: 'Lost at ante 8', address: '/games?q=ante%3A8' });
  views.save({ view: 'games', name: 'Best', address: '/games?sort=best' });
  views.save({ view: 'games', name: 'Lost at ante 8', address: '/games?q=ante%3A8+outcome%3Alost' });
  expect(views.list('games').map(({ name }) => name)).toEqual(['Lost at ante 8', 'Best']);
  expect(views.list('games')[0]?.address).toContain('outcome');
  views.order('games', ['Best', 'nothing of that name', 'Lost at ante 8']);
  expect(views.list('games').map(({ name }) => name)).toEqual(['Best', 'Lost at ante 8']);
  views.remove('games', 'Best');
  expect(views.list('games')).toHaveLength(1);
  expect(views.list('cookbook')).toEqual([]);
});

test('queries are found by their text, newest first', () => {
  const ran = { engine: 'duckdb', ms: 1, rows: 2, error: null };
  workspace.queries.add({ ...ran, at: 1, text: 'SELECT 1' });
  workspace.queries.add({ ...ran, at: 2, text: 'select 2' });
  expect(workspace.queries.list('SELECT', 10).map(({ text }) => text)).toEqual(['select 2', 'SELECT 1']);
  expect(workspace.queries.list('%', 10)).toEqual([]);
});

test('a preference is read in the shape that is asked for, or not at all', () => {
  const tabs = z.array(z.string());
  workspace.preferences.set('tabs', ['win-rate']);
  reopen();
  expect(workspace.preferences.get('tabs', tabs)).toEqual(['win-rate']);
  expect(workspace.preferences.get('tabs', z.number())).toBeUndefined();
  workspace.preferences.set('tabs', undefined);
  expect(workspace.preferences.get('tabs', tabs)).toBeUndefined();
});

test('a file of a newer workbench is left alone', () => {
  workspace.close();
  const database = new Database(file);
  database.pragma('user_version = 99');
  database.close();
  expect(() => openWorkspace(file)).toThrow(/newer workbench/);
  const again = new Database(file);
  again.pragma('user_version = 1');
  again.close();
  workspace = openWorkspace(file);
});
