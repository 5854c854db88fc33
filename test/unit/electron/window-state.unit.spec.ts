import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadWindows, saveWindows } from '../../../electron/window-state.ts';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'windows-')), 'windows.json');
const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const window = { x: 100, y: 50, width: 1280, height: 800, maximized: false, address: '/games?outcome=win' };

test('windows come back as they were', () => {
  const path = file();
  saveWindows(path, [window, { ...window, maximized: true }]);
  expect(loadWindows(path, screens)).toEqual([window, { ...window, maximized: true }]);
});

test('a window on a screen that is gone keeps its size and loses its place', () => {
  const path = file();
  saveWindows(path, [{ ...window, x: 2500 }]);
  expect(loadWindows(path, screens)).toEqual([
    { width: 1280, height: 800, maximized: false, address: '/games?outcome=win' },
  ]);
});

test.each([
  '',
  '[]',
  '{"x":1}',
  '[{"width":10,"height":10,"maximized":false}]',
  '[{"width":900,"height":700,"maximized":false,"address":"https://elsewhere"}]',
])('a file of %j is a first start', (text) => {
  const path = file();
  writeFileSync(path, text);
  expect(loadWindows(path, screens)).toEqual([{ width: 1440, height: 900, maximized: false, address: '/' }]);
});
