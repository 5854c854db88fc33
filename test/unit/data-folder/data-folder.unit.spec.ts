import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderInUse, FolderUnusable, holderOf, openDataFolder } from '../../../main-ingest/data-folder.ts';

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'data-')), 'new', 'folder');

test('a folder is made, held, and given back', () => {
  const path = folder();
  const held = openDataFolder(path);
  expect(existsSync(held.journal)).toBe(true);
  expect(holderOf(path)).toEqual({ pid: process.pid });
  held.release();
  expect(holderOf(path)).toBeUndefined();
  openDataFolder(path).release();
});

test('whoever comes second learns who has it and where it is served', () => {
  const path = folder();
  const held = openDataFolder(path);
  held.announce({ url: 'http://127.0.0.1:4680', token: 'secret' });
  expect(() => openDataFolder(path)).toThrow(FolderInUse);
  expect(() => openDataFolder(path)).toThrow(
    `in use by process ${process.pid}, which serves it at http://127.0.0.1:4680.`,
  );
  held.release();
});

test('what a killed process left behind is no obstacle, and not kept', () => {
  const path = folder();
  openDataFolder(path).release();
  writeFileSync(join(path, 'lock'), '{"pid": 1, "tok', { mode: 0o644 });
  const held = openDataFolder(path);
  expect(holderOf(path)).toEqual({ pid: process.pid });
  if (process.platform !== 'win32') expect(statSync(join(path, 'lock')).mode & 0o077).toBe(0);
  held.release();
});

test('a folder that cannot be made is named', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'data-')), 'file');
  writeFileSync(file, '');
  expect(() => openDataFolder(join(file, 'below'))).toThrow(FolderUnusable);
});
