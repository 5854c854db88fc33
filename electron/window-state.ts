import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const WindowState = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(640),
  height: z.number().int().min(480),
  maximized: z.boolean(),
  /** Path and search of the view that was open. */
  address: z.string().startsWith('/').default('/'),
});
export type WindowState = z.infer<typeof WindowState>;

/** A rectangle on the desktop, in device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const FIRST: WindowState = { width: 1440, height: 900, maximized: false, address: '/' };
/** So much of a window must lie on a screen for a person to get hold of it. */
const GRASP = 80;

/** Windows as they were when the application was last closed; one of the usual size when there is nothing usable. */
export function loadWindows(file: string, screens: readonly Area[]): readonly WindowState[] {
  try {
    const windows = z
      .array(WindowState)
      .min(1)
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    return windows.map((window) => onScreen(window, screens));
  } catch {
    // First start, or a file that no longer fits: neither is worth a word.
    return [FIRST];
  }
}

export function saveWindows(file: string, windows: readonly WindowState[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(windows, null, 2));
}

/** Forgets a position that no screen shows any more, as after a monitor was unplugged. */
function onScreen(window: WindowState, screens: readonly Area[]): WindowState {
  const { x, y, ...rest } = window;
  if (x === undefined || y === undefined) return rest;
  const visible = screens.some(
    (screen) =>
      x + window.width >= screen.x + GRASP &&
      x <= screen.x + screen.width - GRASP &&
      y >= screen.y &&
      y <= screen.y + screen.height - GRASP,
  );
  return visible ? window : rest;
}
