import type { Page } from 'playwright';
import { expect } from 'vitest';
import { recordedEvents } from '../recordings.ts';

/** Posts canonical events to the intake, as a training job does. */
export async function postEvents(origin: string, events: readonly object[]): Promise<void> {
  for (let at = 0; at < events.length; at += 500) {
    const answer = await fetch(`${origin}/api/v1/events/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: events.slice(at, at + 500) }),
    });
    expect(answer.status).toBe(200);
  }
}

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

/** The strip's slider: its value is the step that is shown. */
export function slider(page: Page) {
  return page.getByRole('slider', { name: 'Step of the game' });
}

export async function stepOf(page: Page): Promise<number> {
  return Number(await slider(page).getAttribute('aria-valuenow'));
}

/** Waits until the replay stands at a step, its board too. */
export async function atStep(page: Page, step: number): Promise<void> {
  await expect.poll(() => stepOf(page)).toBe(step);
  await page
    .getByRole('region', { name: 'Board', exact: true })
    .getByText(String(step), { exact: true })
    .first()
    .waitFor();
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
