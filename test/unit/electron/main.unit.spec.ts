import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import * as electron from '../../doubles/electron.ts';

vi.mock('electron', () => import('../../doubles/electron.ts'));
// The shell is tried without a built page.
vi.mock('node:fs', async (original) => ({ ...(await original<typeof import('node:fs')>()), existsSync: () => true }));

const userData = mkdtempSync(join(tmpdir(), 'shell-'));
const windows = electron.Window.all;
const newest = () => windows.at(-1) ?? expect.fail('no window is open');

beforeAll(async () => {
  electron.folders.userData = userData;
  process.argv = ['electron', 'dist/desktop', '--port', '0', 'balatro-workbench:///games?q=ante>=7'];
  Object.defineProperty(process, 'defaultApp', { value: true });
  // Electron becomes ready only once this has resolved.
  await import('../../../electron/main.ts');
  expect(windows).toHaveLength(0);
  electron.becomeReady();
  await vi.waitFor(() => expect(windows).toHaveLength(1));
});

test('a window is sandboxed, isolated, without Node, and shows the view of the link it was started with', () => {
  const { options, webContents } = newest();
  expect(options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  expect(webContents.getURL()).toBe('workbench://window/games?q=ante%3E=7');
});

test('the engine gets the arguments without the link', () => {
  expect(electron.forked).toEqual([['--port', '0']]);
});

test('nothing but our own page is navigated to, and no other window opens', () => {
  const contents = newest().webContents;
  const goTo = (url: string) => {
    const event = { url, preventDefault: vi.fn() };
    contents.emit('will-navigate', event);
    return event.preventDefault.mock.calls.length === 0;
  };
  expect(['workbench://window/games', 'workbench://window.evil.example/', 'https://evil.example/'].map(goTo)).toEqual([
    true,
    false,
    false,
  ]);
  expect(contents.openHandler?.()).toEqual({ action: 'deny' });
});

test('the clipboard may be written; nothing else is allowed', () => {
  const { check } = electron.permissions;
  expect([check(null, 'clipboard-sanitized-write'), check(null, 'clipboard-read'), check(null, 'media')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a port goes to the top frame of our page only', () => {
  const { webContents } = newest();
  electron.engine.emit('message', 'ready');
  const ask = (senderFrame: unknown) => {
    webContents.sent.length = 0;
    electron.ipcMain.emit('connect', { sender: webContents, senderFrame });
    return webContents.sent.length;
  };
  expect(ask(null)).toBe(0);
  expect(ask({ url: webContents.getURL() })).toBe(0);
  expect(ask(webContents.mainFrame)).toBe(1);
  expect(webContents.sent[0]).toEqual(['engine-port', null, ['port of the window']]);
});

test('a second start comes to the front, and opens the view of its link', () => {
  const { webContents, focus } = newest();
  electron.app.emit('second-instance', {}, ['balatro-workbench', 'balatro-workbench://synergy?min=5']);
  expect(focus).toHaveBeenCalled();
  expect(webContents.sent.at(-1)).toEqual(['open-view', '/synergy?min=5']);
});

test('a window that crashes is drawn anew, but not for ever', () => {
  const { webContents } = newest();
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(webContents.reloads).toBe(1);
});

test('all windows are remembered when the shell is left, and the engine closes its stores first', async () => {
  electron.ipcMain.emit(
    'open-window',
    { sender: newest().webContents, senderFrame: newest().webContents.mainFrame },
    '/health',
  );
  expect(windows).toHaveLength(2);
  electron.app.emit('before-quit', {});
  for (const window of windows) window.close();
  const event = { preventDefault: vi.fn() };
  electron.app.emit('will-quit', event);
  expect(event.preventDefault).toHaveBeenCalled();
  expect(electron.engine.postMessage).toHaveBeenCalledWith('stop', []);
  electron.engine.emit('exit', 0);
  await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalled());
  const kept: unknown = JSON.parse(readFileSync(join(userData, 'windows.json'), 'utf8'));
  expect(kept).toMatchObject([{ address: '/games?q=ante%3E=7' }, { address: '/health' }]);
});
