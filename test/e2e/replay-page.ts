import type { Page } from 'playwright';
import { expect } from 'vitest';

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
