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

/** Opens the replay of the first game of the list, as Enter does. */
const openFirstGame = async (page: Page): Promise<void> => {
  await page.getByRole('grid', { name: 'Games' }).getByRole('row').nth(1).waitFor();
  await page.getByRole('grid', { name: 'Games' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/games\/[0-9a-f-]{36}/);
};

export const VIEWS: readonly View[] = [
  { name: 'first-start', data: 'empty', path: '/' },
  { name: 'import', data: 'empty', path: '/import' },
  { name: 'overview', data: 'recorded', path: '/overview' },
  { name: 'games', data: 'recorded', path: '/games' },
  {
    name: 'replay',
    data: 'recorded',
    path: '/games?q=outcome:won',
    prepare: async (page) => {
      await openFirstGame(page);
      await page.waitForTimeout(1_000);
      await press(']', ']', ']')(page);
    },
  },
  { name: 'synergy', data: 'recorded', path: '/synergy' },
  { name: 'cookbook', data: 'recorded', path: '/cookbook' },
  { name: 'health', data: 'recorded', path: '/health' },
  { name: 'settings', data: 'recorded', path: '/settings' },
  { name: 'keys', data: 'recorded', path: '/overview', prepare: press('?') },
  { name: 'palette', data: 'recorded', path: '/overview', prepare: press('Control+k') },
];
