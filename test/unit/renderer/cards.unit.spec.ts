import { expect, test } from 'vitest';
import { cardWords, readCard } from '../../../renderer/card/card-code.ts';

const words = (code: string) => {
  const card = readCard(code);
  return card && cardWords(card);
};

test('a card code is read in full', () => {
  expect(readCard('H_T+Glass+Foil+RedSeal')).toEqual({
    suit: 'H',
    rank: '10',
    enhancement: 'Glass',
    edition: 'Foil',
    seal: 'RedSeal',
  });
});

test('a card in words, for those who do not see it', () => {
  expect(words('S_A')).toBe('Ace of spades');
  expect(words('H_T+Glass+Foil+RedSeal')).toBe('10 of hearts, Glass, Foil, Red Seal');
  expect(words('D_2+Stone')).toBe('Stone card');
});

test('what is no card code is none', () => {
  for (const text of ['H_1', 'X_A', '', 'The Fool']) expect(readCard(text)).toBeUndefined();
});
