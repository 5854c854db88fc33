import type { Page } from 'playwright';

/** A picture to take: a view's address, and what is done in it first. */
export interface View {
  readonly name: string;
  readonly data: 'recorded' | 'empty';
  readonly path: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

const press =
  (...keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

/** Opens the replay of the game with the best hand at one of its key moments: the one whose words begin so. */
const openMoment =
  (words: string, ...keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    const preview = page.getByRole('complementary', { name: 'Preview' });
    // Below the width of a preview a row that is pointed at brings it.
    await page.getByRole('grid', { name: 'Games' }).getByRole('row').nth(1).click();
    await preview.getByRole('link', { name: words }).first().click();
    await page.waitForURL(/\/games\/[0-9a-f-]{36}\?/);
    await page.getByRole('region', { name: 'Board' }).waitFor();
    await press(...keys)(page);
  };
const bestHand = '/games?q=outcome:won&sort=-bestHand';

export const VIEWS: readonly View[] = [
  { name: 'first-start', data: 'empty', path: '/' },
  { name: 'import', data: 'empty', path: '/import' },
  { name: 'overview', data: 'recorded', path: '/overview' },
  { name: 'games', data: 'recorded', path: '/games?q=joker:Joker' },
  { name: 'games-none', data: 'recorded', path: '/games?q=stake:Gold' },
  { name: 'replay', data: 'recorded', path: bestHand, prepare: openMoment('Best hand') },
  { name: 'replay-score', data: 'recorded', path: bestHand, prepare: openMoment('Best hand', 's') },
  { name: 'replay-shop', data: 'recorded', path: bestHand, prepare: openMoment('joins', 'ArrowLeft') },
  { name: 'synergy', data: 'recorded', path: '/synergy' },
  { name: 'synergy-list', data: 'recorded', path: '/synergy?as=list' },
  { name: 'cookbook', data: 'recorded', path: '/cookbook' },
  { name: 'health', data: 'recorded', path: '/health' },
  { name: 'settings', data: 'recorded', path: '/settings' },
  { name: 'states', data: 'recorded', path: '/states' },
  { name: 'keys', data: 'recorded', path: '/overview', prepare: press('?') },
  { name: 'palette', data: 'recorded', path: '/overview', prepare: press('Control+k') },
];
