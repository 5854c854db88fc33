import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** As much of Electron as the shell uses: it remembers what it was asked for, and emits what a test says. */
class Contents extends EventEmitter {
  readonly id: number;
  readonly sent: unknown[][] = [];
  readonly mainFrame = { url: '' };
  openHandler: (() => { action: string }) | undefined;
  reloads = 0;

  constructor(id: number) {
    super();
    this.id = id;
  }
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
  postMessage(...message: unknown[]): void {
    this.sent.push(message);
  }
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  reload(): void {
    this.reloads += 1;
  }
}

export class Window extends EventEmitter {
  static readonly all: Window[] = [];
  static getAllWindows = (): Window[] => Window.all.filter((window) => !window.closed);
  static getFocusedWindow = (): Window | null => null;
  readonly options: { readonly webPreferences: object; readonly x?: number; readonly y?: number };
  readonly webContents: Contents;
  closed = false;

  constructor(options: Window['options']) {
    super();
    this.options = options;
    this.webContents = new Contents(Window.all.push(this));
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }
  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    return Promise.resolve();
  }
  getNormalBounds() {
    return { x: this.options.x ?? 0, y: this.options.y ?? 0, width: 1440, height: 900 };
  }
  close(): void {
    this.emit('close');
    this.closed = true;
    this.emit('closed');
  }
  isMaximized = (): boolean => false;
  isMinimized = (): boolean => false;
  focus = vi.fn();
}

/** Where the shell keeps what it remembers. */
export const folders = { userData: '' };

let getReady = (): void => {};
const ready = new Promise<void>((resolve) => {
  getReady = resolve;
});
/** Electron is ready: only ever after the shell's first module has been evaluated. */
export const becomeReady = (): void => getReady();

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: vi.fn(),
  setPath: vi.fn(),
  getPath: (): string => folders.userData,
  requestSingleInstanceLock: () => true,
  setAsDefaultProtocolClient: vi.fn(),
  whenReady: () => ready,
  quit: vi.fn(),
  exit: vi.fn(),
});
export const ipcMain = new EventEmitter();
export const protocol = { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() };
export const dialog = { showErrorBox: vi.fn() };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
type PermissionCheck = (contents: null, permission: string) => boolean;
export const session = {
  defaultSession: {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: (check: PermissionCheck) => {
      permissions.check = check;
    },
  },
};
/** How the shell answers a page that asks for a permission. */
export const permissions: { check: PermissionCheck } = { check: () => true };
export const Menu = { setApplicationMenu: vi.fn(), buildFromTemplate: vi.fn() };
export const engine = Object.assign(new EventEmitter(), { postMessage: vi.fn(), kill: vi.fn() });
/** Arguments of each engine that was started. */
export const forked: (readonly string[])[] = [];
export const utilityProcess = {
  fork: (_file: string, args: readonly string[]) => {
    forked.push(args);
    return engine;
  },
};
export class MessageChannelMain {
  readonly port1 = 'port of the engine';
  readonly port2 = 'port of the window';
}
export { Window as BrowserWindow };
