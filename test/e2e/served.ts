import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, inject } from 'vitest';
import { ServedWorkbench } from '../workbench.ts';
import { launchBrowser, type OpenPage, openPage } from './browser.ts';

/** A browser and a workbench of a test file's own. */
export interface Served {
  readonly workbench: ServedWorkbench;
  readonly browser: Browser;
  /** Opens a view, `/games?q=…`, in a window of its own, signed in. */
  open(path?: string, size?: { readonly width: number; readonly height: number }): Promise<OpenPage>;
}

/**
 * Serves a workbench before the tests of a file and ends it after them.
 * @param data `recorded` holds `train-small`, `empty` nothing
 */
export function serveFor(data: 'recorded' | 'empty'): () => Served {
  let served: Served | undefined;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workbench-e2e-'));
    if (data === 'recorded') cpSync(inject('recordedData'), folder, { recursive: true });
    const [workbench, browser] = await Promise.all([ServedWorkbench.start({ data: folder }), launchBrowser()]);
    served = {
      workbench,
      browser,
      open: async (path, size) => {
        const opened = await openPage(browser, workbench.address, size);
        if (path !== undefined) await opened.page.goto(`${workbench.origin}${path}`);
        return opened;
      },
    };
  });
  afterAll(async () => {
    await served?.browser.close();
    await served?.workbench.remove();
  });
  return () => {
    if (!served) throw new Error('the workbench is served only while tests run');
    return served;
  };
}
