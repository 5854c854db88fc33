import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesSetAside, storageFailure } from '../../../main-ingest/damage.ts';
import { ForgivingQuarantine, openQuarantine } from '../../../main-ingest/delivery/quarantine.ts';
import { openWorkspace } from '../../../main-ingest/workspace/workspace.ts';
import { flipBit, spoil } from '../../flipped.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'damage-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PAGE = 4096;
const games = Array.from({ length: 600 }, (_, number) => `game-${String(number).padStart(4, '0')}-${'x'.repeat(40)}`);
const refused = { source: 'http', code: 'BAD', reason: 'is bad', excerpt: 'x'.repeat(400) };

describe('workspace', () => {
  let file = '';
  beforeEach(() => {
    file = join(folder, 'workspace.sqlite');
    const workspace = openWorkspace(file);
    for (const game of games) workspace.bookmarks.set(game, true);
    workspace.views.save({ view: 'games', name: 'mine', address: '/games?x' });
    workspace.close();
  });

  test('a spoilt page is set aside with its file, and all bookmarks that can be read are carried over', () => {
    const pages = statSync(file).size / PAGE;
    expect(pages).toBeGreaterThan(10);
    // The pages of tables that are filled lie behind those that every table and index begins with.
    spoil(file, (pages - 4) * PAGE, PAGE);
    const workspace = openWorkspace(file);
    const kept = workspace.bookmarks.all();
    expect(kept.length).toBeGreaterThan(games.length / 2);
    expect(kept.length).toBeLessThan(games.length);
    expect(kept.filter((game) => !games.includes(game))).toEqual([]);
    expect(workspace.views.list('games')).toMatchObject([{ name: 'mine' }]);
    workspace.bookmarks.set('another', true);
    workspace.close();
    expect(filesSetAside(folder)).toMatchObject([{ file: 'workspace.sqlite' }]);
  });

  test.each([
    ['no database', () => writeFileSync(file, 'hello '.repeat(2000))],
    ['empty of bytes but not of length', () => writeFileSync(file, Buffer.alloc(3 * PAGE))],
    ['without its first page', () => spoil(file, 0, PAGE)],
    ['of another list of tables', () => spoil(file, 0x0f00, 0x100)],
    ['of version 0', () => flipBit(file, 8 * 63 + 1)],
  ])('a file that is %s is begun anew', (_what, damage) => {
    damage();
    const workspace = openWorkspace(file);
    workspace.bookmarks.set('another', true);
    workspace.close();
    expect(filesSetAside(folder)).toMatchObject([{ file: 'workspace.sqlite' }]);
    const again = openWorkspace(file);
    expect(again.bookmarks.has('another')).toBe(true);
    again.close();
    expect(filesSetAside(folder)).toHaveLength(1);
  });

  test('a whole file is opened as it is', () => {
    const workspace = openWorkspace(file);
    expect(workspace.bookmarks.all()).toEqual(games);
    workspace.close();
    expect(readdirSync(folder)).toEqual(['workspace.sqlite']);
  });
});

describe('quarantine', () => {
  let file = '';
  beforeEach(() => {
    file = join(folder, 'quarantine.sqlite');
  });

  test('damage that is met while it is open sets it aside; all who have it open go on with the new one', () => {
    const first = openQuarantine(file);
    for (let number = 0; number < 200; number++) first.add({ ...refused, eventId: `e${number}` });
    first.close();
    const [one, other] = [openQuarantine(file), openQuarantine(file)];
    spoil(file, 2 * PAGE, statSync(file).size);
    one.add({ ...refused, eventId: 'new' });
    other.add({ ...refused, eventId: 'newer' });
    expect(one.list(2).length).toBe(2);
    expect(other.count('http')).toBe(one.count('http'));
    one.close();
    other.close();
    expect(filesSetAside(folder)).toMatchObject([{ file: 'quarantine.sqlite' }]);
    const again = openQuarantine(file);
    expect(again.count()).toBeGreaterThanOrEqual(2);
    again.close();
  });

  test('one that a person moved away is made anew', () => {
    const quarantine = openQuarantine(file);
    quarantine.add(refused);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    quarantine.add(refused);
    expect(quarantine.count()).toBe(1);
    quarantine.close();
  });

  test('one that cannot be written stands in nobody’s way, and says how much it did not keep', () => {
    const broken = { ...openQuarantine(file), count: () => 0, close: () => {} };
    let full = true;
    const quarantine = new ForgivingQuarantine({
      ...broken,
      add: () => {
        if (full) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
      },
      list: () => {
        throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_READ');
      },
    });
    expect(quarantine.trouble()).toEqual({ lost: 0, failure: undefined });
    quarantine.add(refused);
    quarantine.add(refused);
    expect(quarantine.trouble()).toEqual({ lost: 2, failure: expect.stringContaining('The disk is full') });
    full = false;
    quarantine.add(refused);
    expect(quarantine.trouble()).toEqual({ lost: 2, failure: undefined });
    expect(quarantine.list(5)).toEqual([]);
    expect(quarantine.trouble().failure).toContain('The disk failed');
  });
});

test.each([
  ['SQLITE_FULL', 'DISK_FULL'],
  ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL'],
  ['SQLITE_IOERR_WRITE', 'DISK_FAILED'],
  ['SQLITE_READONLY_DBMOVED', 'READ_ONLY'],
  ['SQLITE_CORRUPT_VTAB', 'DAMAGED'],
  ['ENOSPC', 'DISK_FULL'],
  ['EROFS', 'READ_ONLY'],
])('%s is told as %s, with what to do', (code, told) => {
  const error = Object.assign(new Error('happened'), { code });
  expect(storageFailure(error)).toMatchObject({ code: told, tip: expect.stringMatching(/.{20}/) });
});

test('an error that the disk has no part in is told as what it is', () => {
  expect(storageFailure(new TypeError('x is no function'))).toBeUndefined();
  expect(storageFailure(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBeUndefined();
  expect(storageFailure('text')).toBeUndefined();
});
