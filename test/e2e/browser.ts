import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';

/** The browser that `npm test` found; see `build/browser.mjs`. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.WORKBENCH_TEST_BROWSER;
  if (!executablePath)
    throw new Error('WORKBENCH_TEST_BROWSER is not set: run the end-to-end tests with `npm test -- e2e`');
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of: uncaught errors, failed requests, errors on its console. */
  readonly complaints: readonly string[];
}

/** Opens an address in a window of its own, and keeps whatever the page complains of. */
export async function openPage(
  browser: Browser,
  address: string,
  size = { width: 1440, height: 900 },
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', acceptDownloads: true });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  await page.goto(address);
  return { page, context, complaints };
}
