import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  type IpcMainEvent,
  ipcMain,
  MessageChannelMain,
  type MessagePortMain,
  protocol,
  screen,
  session,
  utilityProcess,
} from 'electron';
import { addressOfArguments, addressOfLink, LINK_SCHEME, withoutLinks } from './deep-link.ts';
import { EngineHost } from './engine-host.ts';
import { installMenu } from './menu.ts';
import { besides, openWindow, stateOf } from './open-window.ts';
import { addressOfPage, PAGE_SCHEME } from './origin.ts';
import { answerWindowFile } from './window-files.ts';
import { loadWindows, saveWindows, type WindowState } from './window-state.ts';

const here = import.meta.dirname;
const rendererFolder = join(here, '..', 'dist', 'renderer');
/** What follows the program, and the shell's folder when Electron was started with it. */
const ownArguments = process.argv.slice(process.defaultApp ? 2 : 1);

protocol.registerSchemesAsPrivileged([
  { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
app.enableSandbox();
// Apart from the data folder, which lies at Electron's own place for this on a Mac.
app.setPath('userData', join(app.getPath('appData'), 'balatro-workbench-desktop'));

/** The view to open first: a link's. A Mac hands links on by an event, which may come before any window is there. */
let openView = (address: string | undefined): void => {
  firstView = address ?? firstView;
};
let firstView = addressOfArguments(ownArguments);

/** Two shells would ask two engines for one data folder; the second hands its arguments to the first and ends. */
if (!app.requestSingleInstanceLock()) app.quit();
else {
  app.on('second-instance', (_event, args) => openView(addressOfArguments(args)));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openView(addressOfLink(link));
  });
  // Not awaited: Electron is ready only once this module has been evaluated.
  void app.whenReady().then(run);
}

function run(): void {
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    dialog.showErrorBox(
      'The window is not built',
      'Run `npm start` in the workbench folder: it builds what is missing.',
    );
    app.exit(3);
    return;
  }
  takeLinks();
  guard();
  protocol.handle(PAGE_SCHEME, (request) => answerWindowFile(rendererFolder, request.url));

  const host = new EngineHost<MessagePortMain>({
    fork: forkEngine,
    channel: () => {
      const { port1, port2 } = new MessageChannelMain();
      return { forEngine: port1, forWindow: port2 };
    },
    log: (text) => process.stderr.write(`workbench: ${text}\n`),
  });
  const clients = new Map<number, Parameters<typeof host.add>[0]>();
  const open = (state: WindowState): void => {
    const window = openWindow(state);
    const { webContents } = window;
    const { id } = webContents;
    const client = {
      connect: (port: MessagePortMain) => webContents.postMessage('engine-port', null, [port]),
      engineGone: (reason: string, retryInMs: number) => webContents.send('engine-gone', reason, retryInMs),
    };
    clients.set(id, client);
    window.on('closed', () => {
      host.remove(client);
      clients.delete(id);
    });
  };

  ipcMain.on('connect', (event) => {
    const client = clients.get(event.sender.id);
    if (!client || !isOurs(event)) return;
    host.remove(client);
    host.add(client);
  });
  ipcMain.on('open-window', (event, address: unknown) => {
    if (isOurs(event) && typeof address === 'string' && address.startsWith('/'))
      open({ ...besides(stateOf(focused())), address });
  });

  openView = (address) => {
    const window = focused();
    if (!window) return open({ ...stateOf(undefined), address: address ?? '/' });
    if (window.isMinimized()) window.restore();
    window.focus();
    if (address !== undefined) window.webContents.send('open-view', address);
  };

  keepWindowStates(host);
  host.start();
  installMenu({
    command: (name) => focused()?.webContents.send('command', name),
    newWindow: () => open(besides(stateOf(focused()))),
  });
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const [first, ...others] = loadWindows(join(app.getPath('userData'), 'windows.json'), screens);
  for (const state of others) open(state);
  // Last, so that it lies on top.
  open({ ...(first ?? stateOf(undefined)), ...(firstView === undefined ? {} : { address: firstView }) });
}

/** `balatro-workbench://…` opens here. An installer says so too; a clone has none. */
function takeLinks(): void {
  const folder = process.argv[1];
  if (!process.defaultApp) app.setAsDefaultProtocolClient(LINK_SCHEME);
  else if (folder !== undefined) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, [resolve(folder)]);
}

/** No page but ours, no other window, no rights but to write to the clipboard. */
function guard(): void {
  const allowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => allowed(permission));
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (addressOfPage(event.url) === undefined) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** The engine lies beside the archive of a packaged shell: its threads read their files from the disk. */
function forkEngine(): Electron.UtilityProcess {
  const file = join(here, 'engine-process.js').replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked');
  return utilityProcess.fork(file, withoutLinks(ownArguments), {
    serviceName: 'Workbench engine',
    // Two queries and the metrics' writer each hold a thread of the pool that the journal's syncs also need.
    env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
    stdio: 'inherit',
  });
}

/** Remembers the windows when one closes and when all do; the engine closes its stores after the last window is gone. */
function keepWindowStates(host: EngineHost<MessagePortMain>): void {
  let quitting = false;
  let stopped = false;
  const save = (): void => {
    const windows = BrowserWindow.getAllWindows();
    if (windows.length > 0) saveWindows(join(app.getPath('userData'), 'windows.json'), windows.map(stateOf));
  };
  app.on('browser-window-created', (_event, window) => window.on('close', () => quitting || save()));
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => {
    if (!quitting) save();
    quitting = true;
  });
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void host.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
}

function focused(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}

/** A message counts only when it comes from the top frame of our own page. */
function isOurs(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && addressOfPage(frame.url) !== undefined;
}
