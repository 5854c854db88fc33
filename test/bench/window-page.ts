import type { Page } from 'playwright';

/** The first element that fits, and says what it must, is the picture that is waited for. */
export interface Wanted {
  readonly selector: string;
  readonly says: string;
}

/** How a picture's frames came while something happened. Milliseconds, ascending. */
export interface Frames {
  readonly gaps: readonly number[];
  /** Tasks above 50 ms, as the browser's own trace has them. */
  readonly longTasks: readonly number[];
}

declare global {
  interface Window {
    benchPainted?: () => Promise<number>;
    benchSeen?: Promise<number>;
    benchFrames?: { stop(): Frames };
  }
}

/**
 * Prepares every document of a page: `benchPainted` answers when what is in the document now has been painted, in
 * milliseconds since the navigation began; `benchSeen` answers that for the first element that is wanted.
 */
export async function watchPictures(page: Page, picture: Wanted): Promise<void> {
  await page.addInitScript(({ selector, says }) => {
    const painted = () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => {
          // A message is handled after the frame that was just begun is drawn.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(undefined);
        });
      });
    window.benchPainted = painted;
    window.benchSeen = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${selector} with ${says} never came`)), 60_000);
      const watcher = new MutationObserver(() => {
        if (![...document.querySelectorAll(selector)].some(({ textContent }) => textContent?.includes(says))) return;
        watcher.disconnect();
        resolve(painted());
      });
      watcher.observe(document, { childList: true, characterData: true, subtree: true });
    });
  }, picture);
}

/** Milliseconds from the start of a navigation until the element that {@link watchPictures} waits for is painted. */
export async function pictureAfter(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' });
  return (await page.evaluate(() => window.benchSeen)) ?? Number.NaN;
}

/**
 * Milliseconds from a click on the rail until the view it leads to is painted with its answers: its title stands, an
 * element of its own is there, and no panel waits.
 */
export function switchTo(page: Page, view: { readonly name: string; readonly shows: string }): Promise<number> {
  return page.evaluate(async ({ name, shows }) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a')];
    const link = links.find((candidate) => candidate.textContent?.trim() === name);
    if (!link) throw new Error(`the rail has no ${name}`);
    const there = () =>
      document.querySelector('h1')?.textContent === name &&
      document.querySelector(`main ${shows}`) !== null &&
      document.querySelector('main section[data-state=loading]') === null;
    const start = performance.now();
    link.click();
    while (!there()) await new Promise((resolve) => setTimeout(resolve));
    return ((await window.benchPainted?.()) ?? Number.NaN) - start;
  }, view);
}

/** Begins to note the time between frames. */
export function beginFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const gaps: number[] = [];
    const longTasks: number[] = [];
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    });
    tasks.observe({ type: 'longtask' });
    let last = performance.now();
    let running = true;
    const frame = (now: number) => {
      gaps.push(now - last);
      last = now;
      if (running) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
    window.benchFrames = {
      stop() {
        running = false;
        tasks.disconnect();
        const ascending = (a: number, b: number) => a - b;
        return { gaps: gaps.sort(ascending), longTasks: longTasks.sort(ascending) };
      },
    };
  });
}

export async function endFrames(page: Page): Promise<Frames> {
  const frames = await page.evaluate(() => window.benchFrames?.stop());
  if (!frames) throw new Error('the page was loaded anew while its frames were counted');
  return frames;
}

/** Scrolls an element from its top to its end, one step a frame. */
export async function scrollThrough(page: Page, selector: string, frames: number): Promise<Frames> {
  await beginFrames(page);
  await page.evaluate(
    async ({ wanted, steps }) => {
      const place = document.querySelector(wanted);
      if (!place) throw new Error(`there is no ${wanted}`);
      const height = place.scrollHeight - place.clientHeight;
      for (let step = 1; step <= steps; step += 1) {
        place.scrollTop = (height * step) / steps;
        await new Promise(requestAnimationFrame);
      }
    },
    { wanted: selector, steps: frames },
  );
  return await endFrames(page);
}
