/**
 * `npm run screenshots [-- --recording FILE] [--out DIR] [--views NAME,…] [--sizes 1440x900,…]`: every view, dark and
 * light, at the usual sizes, of a recording (`train-small` unless another is named).
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../e2e/browser.ts';
import { runCommand, ServedWorkbench } from '../workbench.ts';
import { VIEWS } from './views.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    recording: { type: 'string', default: join(root, 'test', 'recordings', 'train-small.jsonl.gz') },
    out: { type: 'string', default: join(root, 'docs', 'screenshots') },
    views: { type: 'string' },
    sizes: { type: 'string', default: '1280x800,1440x900,1920x1080' },
    themes: { type: 'string', default: 'dark,light' },
  },
});

/** Time for charts to draw and data to come; a picture has no other way to know. */
const SETTLE_MS = 2_500;

const data = mkdtempSync(join(tmpdir(), 'workbench-screenshots-'));
const imported = await runCommand(['import', values.recording, '--data', data]);
process.stderr.write(imported.stderr);
const served = { recorded: await ServedWorkbench.start({ data }), empty: await ServedWorkbench.start() };
const browser = await launchBrowser();
try {
  for (const size of values.sizes.split(',')) {
    const [width = 0, height = 0] = size.split('x').map(Number);
    const folder = join(values.out, size);
    mkdirSync(folder, { recursive: true });
    for (const theme of values.themes.split(',')) {
      for (const view of VIEWS) {
        if (values.views !== undefined && !values.views.split(',').includes(view.name)) continue;
        const workbench = served[view.data];
        const context = await browser.newContext({
          viewport: { width, height },
          reducedMotion: 'reduce',
        });
        const page = await context.newPage();
        await page.goto(workbench.address);
        await page.goto(`${workbench.origin}${view.path}`);
        await page.waitForTimeout(SETTLE_MS);
        // A new window is dark.
        if (theme === 'light') await page.keyboard.press('t');
        await view.prepare?.(page);
        await page.waitForTimeout(SETTLE_MS / 2);
        const file = join(folder, theme === 'dark' ? `${view.name}.png` : `${view.name}-${theme}.png`);
        await page.screenshot({ path: file });
        process.stderr.write(`${file}\n`);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await Promise.all([served.recorded.remove(), served.empty.remove()]);
}
