import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { HandPlayedData } from '../../main-ingest/event/data.ts';
import type { EventRecord } from '../../main-ingest/event/event.ts';
import { recordedEvents } from '../recordings.ts';
import { reference } from './reference.ts';
import { atStep, postEvents, slider, stepOf } from './replay-page.ts';
import { serveFor } from './served.ts';
import { longGame, stepTimes } from './step-times.ts';

const served = serveFor('recorded');

const recorded = recordedEvents('train-small.jsonl.gz');

function handOf(record: EventRecord): HandPlayedData {
  return JSON.parse(record.data);
}

const hands = recorded.filter(({ eventType }) => eventType === 'HandPlayed');
const scoreOf = (record: EventRecord) => handOf(record).scoring.finalScore;
const best = hands.reduce((most, hand) => (scoreOf(hand) > scoreOf(most) ? hand : most));
const game = recorded.filter(({ sessionId }) => sessionId === best.sessionId);
const stepsOf = (eventType: string) =>
  game.filter((event) => event.eventType === eventType).map(({ sequenceId }) => sequenceId);
const path = `/games/${best.sessionId}`;
const last = game.at(-1)?.sequenceId ?? 0;
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const board = (page: Page) => page.getByRole('region', { name: 'Board', exact: true });

describe('a step', () => {
  test('shows the numbers of its event', async () => {
    const { page, complaints } = await served().open(`${path}?step=${best.sequenceId}`);
    const hand = handOf(best);
    const { scoring } = hand;
    expect(scoring.finalScore).toBe(reference.highestScore);
    await atStep(page, best.sequenceId);
    const score = whole.format(scoring.finalScore);
    await page.getByRole('heading', { name: new RegExp(`^${hand.handType} scores ${score}`) }).waitFor();
    const readout = page.getByRole('region', { name: 'Score of this hand' });
    for (const value of [scoring.finalChips ?? 0, scoring.finalMult ?? 0, scoring.finalScore])
      await readout.getByText(whole.format(value), { exact: true }).first().waitFor();
    const state = page.getByRole('complementary', { name: 'State' });
    await state.getByText(whole.format(hand.roundScore), { exact: true }).waitFor();
    await state.getByText(`of ${whole.format(hand.targetScore)}`, { exact: true }).waitFor();
    await state.getByText(`$${whole.format(hand.moneyAfter)}`, { exact: true }).waitFor();
    await state.getByText(hand.blindName, { exact: true }).waitFor();
    for (const [index, name] of hand.jokers.entries())
      await page.getByRole('article', { name: `Joker ${index + 1}: ${name}`, exact: true }).waitFor();
    const played = page.getByRole('region', { name: 'Hand', exact: true }).getByRole('img', { name: /, played$/ });
    expect(await played.count()).toBe(hand.hand.length);
    expect(complaints).toEqual([]);
  });

  test('says how sure the decision was, and among how many', async () => {
    const decided = game.findLast(
      ({ eventType, sequenceId }) => eventType === 'DecisionMade' && sequenceId < best.sequenceId,
    );
    const data: { confidenceScore: number; latencyMs: number } = JSON.parse(decided?.data ?? '{}');
    const { page } = await served().open(`${path}?step=${best.sequenceId}`);
    const decision = page.getByRole('region', { name: 'Decision' });
    await decision.getByText(`Chosen at step ${decided?.sequenceId}`).waitFor();
    await decision.getByText(`${(data.confidenceScore * 100).toFixed(1)} %`).waitFor();
    await decision
      .getByText(`${data.latencyMs.toFixed(1)} ms`)
      .first()
      .waitFor();
    await decision.getByText(`${stepsOf('DecisionMade').length} decisions`).waitFor();
    await decision.getByText(/\d+ other times?/).waitFor();
  });

  test('has its score in parts that give what was recorded', async () => {
    const { page } = await served().open(`${path}?step=${best.sequenceId}`);
    await atStep(page, best.sequenceId);
    await page.keyboard.press('s');
    await page.getByText(/^Parts give 1,241,578: equal to recorded$/).waitFor();
    const effects = handOf(best).scoring.jokerEffects.filter(({ effect }) => effect !== 'dollars');
    const rows = page.getByRole('table', { name: /Parts of the score/ }).getByRole('row');
    // Head, base, cards, foot; an edition has a row of its own.
    expect(await rows.count()).toBeGreaterThanOrEqual(new Set(effects.map(({ name }) => name)).size + 4);
    expect(new URL(page.url()).searchParams.get('tab')).toBe('score');
  });

  test('every snapshot of the game agrees, and that is said', async () => {
    const { page } = await served().open(path);
    const count = stepsOf('StateSnapshot').length;
    await page.getByRole('button', { name: `Snapshots ${count}/${count} agree` }).click();
    await page.getByText(`${count} of ${count} snapshots agree`).waitFor();
  });
});

describe('ways through the game', () => {
  test('keys: step, hand, round, moment, ends', async () => {
    const { page, complaints } = await served().open(path);
    await atStep(page, 0);
    const go = async (key: string, step: number | undefined) => {
      await page.keyboard.press(key);
      await atStep(page, step ?? -1);
    };
    const [firstHand, secondHand] = stepsOf('HandPlayed');
    const rounds = stepsOf('BlindSelected');
    await go('ArrowRight', 1);
    await go('ArrowRight', 2);
    await go('ArrowLeft', 1);
    await go('Shift+ArrowRight', firstHand);
    await go('Shift+ArrowRight', secondHand);
    await go('Shift+ArrowLeft', firstHand);
    await go('End', last);
    await go('Home', 0);
    await go('Control+ArrowRight', rounds[0]);
    await go('Control+ArrowRight', rounds[1]);
    await go('Control+ArrowLeft', rounds[0]);
    await page.keyboard.press(']');
    await expect.poll(() => stepOf(page)).toBeGreaterThan(rounds[0] ?? 0);
    const moment = await stepOf(page);
    await page.getByText(/Moment \d+ of \d+/).waitFor();
    await page.keyboard.press(']');
    await expect.poll(() => stepOf(page)).toBeGreaterThan(moment);
    await go('[', moment);
    expect(complaints).toEqual([]);
  });

  test('a moment of the strip leads there', async () => {
    const { page } = await served().open(path);
    await page
      .getByRole('navigation', { name: 'Moments' })
      .getByRole('button', { name: /Best hand/ })
      .click();
    await atStep(page, best.sequenceId);
  });

  test('the strip can be dragged', async () => {
    const { page } = await served().open(path);
    await atStep(page, 0);
    const box = await slider(page).boundingBox();
    if (!box) throw new Error('the strip is not there');
    await page.mouse.move(box.x + 100, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 8 });
    await page.mouse.up();
    const step = await stepOf(page);
    expect(step).toBeGreaterThan(last * 0.45);
    expect(step).toBeLessThan(last * 0.7);
    await atStep(page, step);
  });

  test('an event of the list leads to its step; the list follows', async () => {
    const { page } = await served().open(`${path}?step=200&tab=events`);
    const list = page.getByRole('listbox', { name: 'Events of the game' });
    await list.getByRole('option', { selected: true }).getByText('200', { exact: true }).waitFor();
    await list.getByRole('option').filter({ hasText: /^205/ }).click();
    await atStep(page, 205);
    await page.getByRole('combobox', { name: 'Types of events' }).selectOption('Hands, rounds');
    const before = game.findLast(
      ({ sequenceId, eventType }) =>
        sequenceId <= 205 && /^(Blind|HandPlayed|CardsDiscarded|Round|GameStarted|GameCompleted)/.test(eventType),
    )?.sequenceId;
    await list.getByRole('option', { selected: true }).getByText(String(before), { exact: true }).waitFor();
  });

  test('autoplay goes on by itself, and a step ends it', async () => {
    const { page } = await served().open(`${path}?step=10`);
    await atStep(page, 10);
    await page.keyboard.press('2');
    await page.getByRole('radio', { name: 'Even', checked: true }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await expect.poll(() => stepOf(page)).toBeGreaterThan(13);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });
});

describe('the address', () => {
  test('carries step and tab, and stepping leaves no trail', async () => {
    const { page } = await served().open('/games');
    await page.goto(`${served().workbench.origin}${path}?step=100`);
    await atStep(page, 100);
    const before = await page.evaluate(() => history.length);
    for (let step = 101; step <= 110; step += 1) await page.keyboard.press('ArrowRight');
    await atStep(page, 110);
    await expect.poll(() => new URL(page.url()).searchParams.get('step')).toBe('110');
    await page.keyboard.press('e');
    await expect.poll(() => new URL(page.url()).searchParams.get('tab')).toBe('events');
    expect(await page.evaluate(() => history.length)).toBe(before);
    await page.reload();
    await atStep(page, 110);
    await page.getByRole('tab', { name: /^Events/, selected: true }).waitFor();
    await page.goBack();
    await page.waitForURL(/\/games(\?|$)/);
  });

  test('a game that is not here says so, and opens when it comes', async () => {
    const sessionId = crypto.randomUUID();
    const { page } = await served().open(`/games/${sessionId}`);
    await page.getByText(`No event of game ${sessionId} is here`).waitFor();
    await page.getByRole('link', { name: 'See the games that are here' }).waitFor();
    await postEvents(served().workbench.origin, longGame(20, sessionId));
    await atStep(page, 19);
  });
});

test('a game in flight is followed, left and followed again', async () => {
  const sessionId = crypto.randomUUID();
  const events = longGame(400, sessionId);
  const { origin } = served().workbench;
  await postEvents(origin, events.slice(0, 100));
  const { page } = await served().open(`/games/${sessionId}`);
  await atStep(page, 99);
  await postEvents(origin, events.slice(100, 200));
  await atStep(page, 199);
  await page.keyboard.press('ArrowLeft');
  await atStep(page, 198);
  await postEvents(origin, events.slice(200, 300));
  await expect.poll(() => slider(page).getAttribute('aria-valuemax')).toBe('299');
  expect(await stepOf(page)).toBe(198);
  await page.keyboard.press('End');
  await atStep(page, 299);
  await expect.poll(() => new URL(page.url()).searchParams.get('step')).toBe('live');
  await postEvents(origin, events.slice(300));
  await atStep(page, 399);
});

test('a recording with a gap goes on, and says where', async () => {
  const sessionId = crypto.randomUUID();
  const events = longGame(200, sessionId).filter((_, index) => index < 80 || index > 99);
  await postEvents(served().workbench.origin, events);
  const { page } = await served().open(`/games/${sessionId}?step=100`);
  await page.getByText(/The recording has a gap here: .*80 to 99/).waitFor();
  await page.getByRole('button', { name: /^\d+ gaps?$/ }).click();
  await page.getByRole('region', { name: 'Notes' }).getByRole('button', { name: '100' }).first().waitFor();
});

test('a game of 5,000 events is stepped through; how fast is printed', async () => {
  const sessionId = crypto.randomUUID();
  await postEvents(served().workbench.origin, longGame(5_000, sessionId));
  const { page } = await served().open(`/games/${sessionId}?step=2000`);
  await atStep(page, 2_000);
  const times = await stepTimes(page, 200);
  await atStep(page, 2_200);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.info(`a step of 5,000, key to picture: P50 ${at(0.5)} ms, P95 ${at(0.95)} ms`);
});

test.each(['dark', 'light'])('nothing serious stands in the way of anybody, %s', async (theme) => {
  const { page } = await served().open(`${path}?step=${best.sequenceId}`);
  await atStep(page, best.sequenceId);
  if (theme === 'light') await page.keyboard.press('t');
  for (const tab of ['d', 'e', 's', 'n']) {
    await page.keyboard.press(tab);
    await board(page).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  }
});
