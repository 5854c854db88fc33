import { describe, expect, test } from 'vitest';
import { jokerWords } from '../../../renderer/card/joker-words.ts';
import { standing } from '../../../renderer/views/replay/confidence.ts';
import { eventRows, rowOf } from '../../../renderer/views/replay/event-rows.ts';
import { shownHand } from '../../../renderer/views/replay/hand-marks.ts';
import {
  factorText,
  giftText,
  jokerContributions,
  largestFactor,
} from '../../../renderer/views/replay/joker-contributions.ts';
import { textsIn } from '../../../renderer/views/replay/step-data.ts';
import {
  cardInSentence,
  optionParts,
  sentenceParts,
  textParts,
  wordsOfChange,
} from '../../../renderer/views/replay/step-words.ts';
import { replayedGames } from './replay-games.ts';

const games = replayedGames(3);
const steps = games.flatMap((game) => game.steps);

describe('the hand on the board', () => {
  test('at a hand it is the one held before, with as many marked as were played', () => {
    const played = steps.filter(({ eventType }) => eventType === 'HandPlayed');
    expect(played.length).toBeGreaterThan(20);
    for (const step of played) {
      const { cards } = shownHand(step);
      expect(cards.map(({ code }) => code)).toEqual(step.handBefore);
      const marked = cards.filter(({ state }) => state === 'played').map(({ code }) => code);
      expect(marked.toSorted()).toEqual(textsIn(step.data, 'hand').toSorted());
    }
  });

  test('at a discard the discarded ones are marked, and what was drawn is told', () => {
    for (const step of steps.filter(({ eventType }) => eventType === 'CardsDiscarded')) {
      const { cards, drew } = shownHand(step);
      expect(cards.filter(({ state }) => state === 'discarded')).toHaveLength(textsIn(step.data, 'cards').length);
      expect(drew).toEqual(textsIn(step.data, 'drawn'));
    }
  });

  test('when a blind begins all of it is drawn; at any other step it is simply held', () => {
    for (const step of steps) {
      const states = new Set(shownHand(step).cards.map(({ state }) => state));
      if (step.eventType === 'BlindSelected') expect([...states]).toEqual(['drawn']);
      if (step.eventType === 'DecisionMade') expect(states.size === 0 || states.has('held')).toBe(true);
    }
  });
});

describe('what the jokers gave', () => {
  test('every recorded part of a joker stands on its tile', () => {
    for (const step of steps) {
      const parts = step.scoring?.parts.filter(({ joker }) => joker !== null) ?? [];
      const gifts = parts.reduce((sum, { gives }) => sum + gives.length, 0);
      const shown = jokerContributions(step)
        .flat()
        .filter(({ kind }) => kind !== 'dollars');
      expect(shown).toHaveLength(gifts);
    }
  });

  test('the outlined one has the largest factor', () => {
    for (const { scoring } of steps) {
      if (!scoring) continue;
      const place = largestFactor(scoring.parts);
      const best = Math.max(1, ...scoring.parts.filter(({ joker }) => joker !== null).map(({ factor }) => factor));
      if (place === undefined) expect(best).toBe(1);
      else expect(scoring.parts.some(({ joker, factor }) => joker === place && factor === best)).toBe(true);
    }
  });

  test('is written as the game writes it', () => {
    expect(giftText({ effect: 'xmult', value: 1.5 })).toBe('×1.5 Mult');
    expect(giftText({ effect: 'mult', value: -4 })).toBe('−4 Mult');
    expect(giftText({ effect: 'chips', value: 1234 })).toBe('+1,234 Chips');
    expect(factorText(2.658)).toBe('×2.66');
    expect(factorText(123456.7)).toBe('×123,457');
  });

  test('each joker of the recording has its effect in words', () => {
    const names = new Set(steps.flatMap(({ state }) => state.jokers.map(({ name }) => name)));
    expect(names.size).toBeGreaterThan(10);
    expect([...names].filter((name) => jokerWords(name) === undefined)).toEqual([]);
  });
});

describe('words', () => {
  test('a sentence keeps its words and shows its cards', () => {
    expect(sentenceParts('Uses The Devil on A♠ Lucky', ['S_A+Lucky'])).toEqual([
      { kind: 'text', text: 'Uses The Devil on ' },
      { kind: 'card', code: 'S_A+Lucky' },
    ]);
    expect(sentenceParts('Uses The Hanged Man on 9♣ and 3♣', ['C_9', 'C_3']).map(({ kind }) => kind)).toEqual([
      'text',
      'card',
      'text',
      'card',
    ]);
    expect(sentenceParts('Full House 1,540,081', ['S_A'])).toEqual([{ kind: 'text', text: 'Full House 1,540,081' }]);
    expect(cardInSentence('H_T+Glass+RedSeal')).toBe('10♥ Glass RedSeal');
  });

  test('an option is its verb, words and cards', () => {
    expect(optionParts('play S_A+Bonus H_8')).toEqual([
      { kind: 'text', text: 'Play' },
      { kind: 'card', code: 'S_A+Bonus' },
      { kind: 'card', code: 'H_8' },
    ]);
    expect(optionParts('open-booster Arcana Pack')).toEqual([{ kind: 'text', text: 'Open Arcana Pack' }]);
    expect(optionParts('skip-booster')).toEqual([{ kind: 'text', text: 'Skip booster' }]);
  });

  test('no markup comes out of a name', () => {
    expect(textParts('buy <img onerror=alert(1)>')).toEqual([{ kind: 'text', text: 'buy <img onerror=alert(1)>' }]);
  });

  test('changes that the board shows by itself, or that are long, are left out', () => {
    const changes = [
      { field: 'money', before: '$213', after: '$236' },
      { field: 'hand', before: '8 cards', after: '3 cards' },
      { field: 'level of Flush', before: '1', after: '2' },
      { field: 'consumables', before: 'The Hierophant and The Wheel of Fortune', after: 'none' },
    ];
    expect(wordsOfChange(changes).map(({ name }) => name)).toEqual(['Money', 'Flush']);
  });
});

describe('the list of events', () => {
  test('every step stands under its round, and is found again', () => {
    for (const { summary } of games) {
      const rows = eventRows(summary.steps, 'all');
      expect(rows.filter(({ kind }) => kind === 'step')).toHaveLength(summary.steps.length);
      for (const { step } of summary.steps) {
        const row = rows[rowOf(rows, step)];
        expect(row?.kind === 'step' && row.brief.step).toBe(step);
      }
    }
  });

  test('of one type the last at or before a step is current', () => {
    for (const { summary } of games) {
      const rows = eventRows(summary.steps, 'decisions');
      const decided = summary.steps.filter(({ eventType }) => eventType === 'DecisionMade').map(({ step }) => step);
      for (const { step } of summary.steps) {
        const row = rows[rowOf(rows, step)];
        const expected = decided.findLast((at) => at <= step);
        expect(row?.kind === 'step' ? row.brief.step : undefined).toBe(expected);
      }
    }
  });

  test('money earned and spent adds up', () => {
    for (const { summary } of games) {
      const earned = eventRows(summary.steps, 'all').reduce(
        (sum, row) => sum + (row.kind === 'step' ? row.earned : 0),
        0,
      );
      const known = summary.steps.flatMap(({ money }) => (money === null ? [] : [money]));
      expect(earned).toBe((known.at(-1) ?? 0) - (known[0] ?? 0));
    }
  });
});

test('a confidence stands among those of its game', () => {
  const { surerThan, n, bins, at, from } = standing([0.5, 0.6, 0.7, 0.8, 0.9], 0.8);
  expect({ surerThan, n, from }).toEqual({ surerThan: 0.6, n: 5, from: 0.5 });
  expect(bins.reduce((sum, amount) => sum + amount, 0)).toBe(5);
  expect(at).toBeCloseTo(0.6, 9);
  expect(standing([], 0.4).surerThan).toBe(0);
  expect(standing([1], 1).bins.at(-1)).toBe(1);
});
