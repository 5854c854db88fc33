import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  type MessagePortMain,
  protocol,
  screen,
  session,
  utilityProcess,
} from 'electron';
import { EngineHost } from './engine-host.ts';
import { installMenu } from './menu.ts';
import { answerWindowFile } from './window-files.ts';
import { loadWindows, saveWindows, type WindowState } from './window-state.ts';

const here = import.meta.dirname;
const ORIGIN = 'workbench://window';
const rendererFolder = join(here, '..', 'dist', 'renderer');

protocol.registerSchemesAsPrivileged([
  { scheme: 'workbench', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

/** Two shells would ask two engines for one data folder; the second hands its arguments to the first and ends. */
if (!app.requestSingleInstanceLock()) app.quit();
else {
  await app.whenReady();
  run();
}

function run(): void {
  const stateFile = join(app.getPath('userData'), 'windows.json');
  const host = new EngineHost<MessagePortMain>({
    fork: () =>
      utilityProcess.fork(join(here, 'engine-process.js'), process.argv.slice(app.isPackaged ? 1 : 2), {
        serviceName: 'Workbench engine',
        // Two queries and the metrics' writer each hold a thread of the pool that the journal's syncs also need.
        env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
        stdio: 'inherit',
      }),
    channel: () => {
      const { port1, port2 } = new MessageChannelMain();
      return { forEngine: port1, forWindow: port2 };
    },
    log: (text) => process.stderr.write(`workbench: ${text}\n`),
  });

  protocol.handle('workbench', (request) => answerWindowFile(rendererFolder, request.url));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );

  const open = (state: WindowState): BrowserWindow => {
    const window = new BrowserWindow({
      ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
      width: state.width,
      height: state.height,
      minWidth: 900,
      minHeight: 600,
      show: false,
      title: 'Balatro Analytics Workbench',
      webPreferences: {
        preload: join(here, 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
      },
    });
    if (state.maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    window.webContents.on('will-navigate', (event) => event.preventDefault());
    const client = {
      connect: (port: MessagePortMain) => window.webContents.postMessage('engine-port', null, [port]),
      engineGone: (reason: string, retryInMs: number) => window.webContents.send('engine-gone', reason, retryInMs),
    };
    clients.set(window.webContents.id, client);
    const { id } = window.webContents;
    window.on('closed', () => {
      host.remove(client);
      clients.delete(id);
    });
    void window.loadURL(`${ORIGIN}${state.address}`);
    return window;
  };

  const clients = new Map<number, Parameters<typeof host.add>[0]>();
  const ours = (url: string | undefined): boolean => url?.startsWith(`${ORIGIN}/`) ?? false;

  ipcMain.on('connect', (event) => {
    const client = clients.get(event.sender.id);
    if (!client || !ours(event.senderFrame?.url)) return;
    host.remove(client);
    host.add(client);
  });
  ipcMain.on('open-window', (event, address: unknown) => {
    if (ours(event.senderFrame?.url) && typeof address === 'string' && address.startsWith('/'))
      open({ ...stateOf(focused()), address });
  });

  const focused = (): BrowserWindow | undefined => BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  app.on('second-instance', () => {
    const window = focused();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });

  let leaving = false;
  app.on('before-quit', (event) => {
    if (leaving) return;
    event.preventDefault();
    leaving = true;
    void host.stop().then(() => app.quit());
  });
  const keepWindows = (): void => {
    const windows = BrowserWindow.getAllWindows();
    if (windows.length > 0) saveWindows(stateFile, windows.map(stateOf));
  };
  app.on('browser-window-created', (_event, window) => window.on('close', keepWindows));
  app.on('window-all-closed', () => app.quit());

  if (!existsSync(join(rendererFolder, 'index.html'))) {
    dialog.showErrorBox(
      'The window is not built',
      'Run `npm start` in the workbench folder: it builds what is missing.',
    );
    app.exit(3);
    return;
  }
  host.start();
  installMenu({
    command: (name) => focused()?.webContents.send('command', name),
    newWindow: () => open(stateOf(focused())),
  });
  for (const state of loadWindows(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  ))
    open(state);
}

/** Where a window is and what it shows; a window of the usual size where there is none. */
function stateOf(window: BrowserWindow | undefined): WindowState {
  if (!window) return { width: 1440, height: 900, maximized: false, address: '/' };
  const { x, y, width, height } = window.getNormalBounds();
  const url = window.webContents.getURL();
  return {
    x,
    y,
    width,
    height,
    maximized: window.isMaximized(),
    address: url.startsWith(ORIGIN) ? url.slice(ORIGIN.length) || '/' : '/',
  };
}
