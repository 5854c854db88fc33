import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { addressOfPage, ORIGIN } from './origin.ts';
import type { WindowState } from './window-state.ts';

/** `--background` of the dark theme (`tokens.css`): what is seen until the page has drawn itself. */
const BACKGROUND = '#0f1315';
/** A page that crashes again so soon would do so for ever. */
const CRASH_LOOP_MS = 10_000;

/** Opens a window on a view: sandboxed, isolated, without Node. It loads nothing but the built page. */
export function openWindow(state: WindowState): BrowserWindow {
  const window = new BrowserWindow({
    ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
    width: state.width,
    height: state.height,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: BACKGROUND,
    title: 'Balatro Analytics Workbench',
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  let crashedAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const again = performance.now() - crashedAt < CRASH_LOOP_MS;
    crashedAt = performance.now();
    process.stderr.write(`workbench: a window ended unexpectedly (${reason}).\n`);
    // All that a view shows is in its address and in the engine: nothing is lost by drawing it anew.
    if (reason !== 'clean-exit' && !again) window.webContents.reload();
  });
  void window.loadURL(`${ORIGIN}${state.address}`);
  return window;
}

const FIRST: WindowState = { width: 1440, height: 900, maximized: false, address: '/' };

/** Where a window is and what it shows; a window of the usual size where there is none. */
export function stateOf(window: BrowserWindow | undefined): WindowState {
  if (!window) return FIRST;
  return {
    ...window.getNormalBounds(),
    maximized: window.isMaximized(),
    address: addressOfPage(window.webContents.getURL()) ?? '/',
  };
}

/** A second window lies a little beside the first, so that both can be seen. */
export function besides(state: WindowState): WindowState {
  const { x, y } = state;
  if (x === undefined || y === undefined) return state;
  return { ...state, x: x + STEP, y: y + STEP, maximized: false };
}
const STEP = 32;
