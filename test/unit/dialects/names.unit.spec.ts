import { expect, test } from 'vitest';
import { isCardCode } from '../../../main-ingest/event/card.ts';
import { cardCode, deckName, stakeName } from '../../../main-ingest/intake/dialects/names.ts';
import { uuidFromName } from '../../../main-ingest/intake/dialects/uuid.ts';

test.each([
  [{ suit: 'H', rank: 'T' }, 'H_T'],
  [{ suit: 'Hearts', rank: '10' }, 'H_T'],
  [
    { suit: 'Spades', rank: 'King', enhancement: 'GLASS', edition: 'HOLO', seal: 'RED' },
    'S_K+Glass+Holographic+RedSeal',
  ],
  [{ suit: 'C', rank: '14', enhancement: 'm_stone', edition: 'e_foil', seal: 'Gold Seal' }, 'C_A+Stone+Foil+GoldSeal'],
  [{ suit: 'D', rank: '7', enhancement: 'Base Card', edition: 'none', seal: 'none' }, 'D_7'],
  [{ suit: 'X', rank: '7' }, undefined],
  [{ suit: 'H', rank: '1' }, undefined],
  [{ suit: undefined, rank: undefined }, undefined],
])('the card %j is %s', (card, code) => {
  expect(cardCode(card)).toBe(code);
  if (code !== undefined) expect(isCardCode(code)).toBe(true);
});

test.each([
  ['RED', 'Red Deck'],
  ['b_red', 'Red Deck'],
  ['Challenge Deck', 'Challenge Deck'],
])('the deck %s is %s', (word, name) => expect(deckName(word)).toBe(name));

test.each([
  [1, 'White'],
  ['GOLD', 'Gold'],
  ['stake_purple', 'Purple'],
  ['3', 'Green'],
  [9, undefined],
])('the stake %s is %s', (word, name) => expect(stakeName(word)).toBe(name));

test('a UUID of version 5 is the one that others make of the same name', () => {
  // Namespace and name of RFC 9562, appendix A.4.
  expect(uuidFromName('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});
