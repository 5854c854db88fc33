import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { stepTimes } from '../e2e/step-times.ts';
import type { ServedWorkbench } from '../workbench.ts';
import { type Measurement, percentile } from './bench.ts';
import { type Frames, pictureAfter, watchPictures } from './window-page.ts';

/** What the window's benchmarks show: `train-small`. */
export const RECORDING = join(import.meta.dirname, '..', 'recordings', 'train-small.jsonl.gz');
/** A page with one line on it, of the same origin. */
const EMPTY = '<!doctype html><title>Empty</title><main><a>1</a></main>';

export async function blankPage(browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return { context, page: await context.newPage() };
}

export async function onEmptyPage<T>(
  browser: Browser,
  { origin }: ServedWorkbench,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const { page, context } = await blankPage(browser);
  await page.route(`${origin}/empty`, (route) => route.fulfill({ contentType: 'text/html', body: EMPTY }));
  await watchPictures(page, { selector: 'main a', says: '1' });
  const result = await work(page);
  await context.close();
  return result;
}

/** What a key costs that nothing listens to: the wait for the next frame. */
export function emptySteps(browser: Browser, workbench: ServedWorkbench, count: number): Promise<number[]> {
  return onEmptyPage(browser, workbench, async (page) => {
    await pictureAfter(page, `${workbench.origin}/empty`);
    return await stepTimes(page, count);
  });
}

export function compare(name: string, times: readonly number[], what: string, bare: readonly number[]): Measurement {
  const sorted = times.toSorted((a, b) => a - b);
  const baseline = bare.toSorted((a, b) => a - b);
  return {
    name: `${name}, median`,
    value: percentile(sorted, 0.5),
    unit: 'ms',
    baseline: { what, value: percentile(baseline, 0.5) },
    detail: { P95: percentile(sorted, 0.95), most: percentile(sorted, 1), 'baseline P95': percentile(baseline, 0.95) },
  };
}

export function compareFrames(
  name: string,
  { gaps, longTasks }: Frames,
  what: string,
  bare: Frames,
  more: Readonly<Record<string, number>> = {},
): Measurement {
  return {
    name,
    value: percentile(gaps, 1),
    unit: 'ms',
    baseline: { what, value: percentile(bare.gaps, 1) },
    detail: {
      P50: percentile(gaps, 0.5),
      P99: percentile(gaps, 0.99),
      frames: gaps.length,
      'tasks above 50 ms': longTasks.length,
      'longest task ms': longTasks.at(-1) ?? 0,
      ...more,
    },
  };
}
