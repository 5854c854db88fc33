import type { Page } from 'playwright';
import { recordedEvents } from '../recordings.ts';

/** The first events of recorded endless games one after the other, as one new game: as long as is asked for. */
export function longGame(length: number, sessionId: string): object[] {
  return recordedEvents('endless.jsonl.gz')
    .filter(({ sequenceId, eventType }) => sequenceId >= 0 && eventType !== 'GameCompleted')
    .slice(0, length)
    .map(({ eventType, timestamp, data }, sequenceId) => {
      const fields: unknown = JSON.parse(data);
      return { eventId: crypto.randomUUID(), eventType, timestamp, sessionId, sequenceId, data: fields };
    });
}

/** Milliseconds from the key to the picture of each of so many steps on, ascending. */
export async function stepTimes(page: Page, count: number): Promise<number[]> {
  const times = await page.evaluate(async (steps) => {
    const painted = () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(undefined);
        });
      });
    const taken: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      const start = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
      await painted();
      taken.push(performance.now() - start);
      await painted();
    }
    return taken;
  }, count);
  return times.toSorted((a, b) => a - b);
}
