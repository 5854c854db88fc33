import { expect, test } from 'vitest';
import { cardCode, isCardCode, parseCard } from '../../../main-ingest/event/card.ts';

test('a code names suit, rank, and what was done to the card', () => {
  expect(parseCard('H_T')).toEqual({ suit: 'H', rank: 'T' });
  expect(parseCard('S_K+Gold+Foil+RedSeal')).toEqual({
    suit: 'S',
    rank: 'K',
    enhancement: 'Gold',
    edition: 'Foil',
    seal: 'RedSeal',
  });
  expect(parseCard('D_2+GoldSeal')).toEqual({ suit: 'D', rank: '2', seal: 'GoldSeal' });
});

test.each(['C_A', 'C_9+Stone', 'D_J+Negative', 'H_3+Lucky+PurpleSeal', 'S_5+Wild+Holographic+BlueSeal'])(
  '%s comes back as it went in',
  (code) => {
    const card = parseCard(code);
    expect(card && cardCode(card)).toBe(code);
  },
);

test.each(['', 'H_10', 'h_T', 'HT', 'X_2', 'H_T+', 'H_T+Shiny', 'H_T+Foil+Gold', 'H_T+RedSeal+Foil', ' H_T'])(
  '%j is no card',
  (code) => {
    expect(isCardCode(code)).toBe(false);
    expect(parseCard(code)).toBeUndefined();
  },
);
