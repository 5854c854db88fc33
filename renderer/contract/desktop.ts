/** What the desktop's preload gives the page; absent in a browser. */
export interface Desktop {
  readonly platform: string;
  /** Asks for a port to the engine; it comes as an `engine-port` message. */
  connect(): void;
  /** Path of a file that was dropped or chosen, so that the engine reads it itself. */
  pathOf(file: File): string;
  openWindow(address: string): void;
}

declare global {
  interface Window {
    readonly desktop?: Desktop;
  }
}

export const desktop: Desktop | undefined = globalThis.window?.desktop;

/** On a Mac `Ctrl` in the key table is the command key. */
export const isMac =
  /mac/i.test(desktop?.platform ?? globalThis.navigator?.platform ?? '') || desktop?.platform === 'darwin';

/** Opens a view in a window of its own: the desktop's, or the browser's. */
export function openWindow(address: string): void {
  if (desktop) desktop.openWindow(address);
  else window.open(address, '_blank', 'noopener');
}
