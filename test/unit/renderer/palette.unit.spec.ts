import { describe, expect, test } from 'vitest';
import { arrange, type Entry, readTyped } from '../../../renderer/palette/entries.ts';
import { find } from '../../../renderer/palette/fuzzy.ts';

const entry = (group: Entry['group'], text: string): Entry => ({ id: `${group} ${text}`, group, text, open: () => {} });

describe('finding', () => {
  test('a start before a word before anywhere before scattered letters', () => {
    const rank = (text: string) => find('tri', text)?.rank ?? Number.POSITIVE_INFINITY;
    const order = ['Triboulet', 'The Trio', 'Attrition', 'Ten rich'];
    expect(order.toSorted((a, b) => rank(a) - rank(b))).toEqual(order);
    expect(find('tri', 'Blueprint')).toBeUndefined();
  });

  test('marks the letters that match', () => {
    expect(find('trio', 'The Trio')?.marks).toEqual([[4, 8]]);
    expect(find('', 'anything')).toEqual({ rank: 0, marks: [] });
  });
});

describe('the palette', () => {
  const entries = [
    entry('views', 'Synergy'),
    entry('jokers', 'The Trio'),
    entry('jokers', 'Trading Card'),
    entry('commands', 'Dark, light'),
    entry('games', '2SA9TFB4'),
  ];

  test('a prefix searches one group', () => {
    expect(readTyped('@tr')).toEqual({ group: 'jokers', text: 'tr' });
    expect(readTyped('tr')).toEqual({ group: undefined, text: 'tr' });
    expect(arrange(entries, readTyped('/')).map(({ group }) => group)).toEqual(['views']);
  });

  test('the group with the best match comes first', () => {
    const groups = arrange(entries, readTyped('syn'));
    expect(groups[0]).toMatchObject({ group: 'views', count: 1 });
  });

  test('games come as the engine found them', () => {
    const games = arrange(entries, readTyped('#smart'));
    expect(games.map(({ group, count }) => [group, count])).toEqual([['games', 1]]);
  });

  test('of many games the count says how many match, not how many were asked for', () => {
    expect(arrange(entries, readTyped('trio'), 63).find(({ group }) => group === 'games')?.count).toBe(63);
  });
});
