import type { Step } from '../../../main-ingest/contract/replay.ts';

const NAMES: Readonly<Record<string, string>> = {
  roundScore: 'Score',
  handsRemaining: 'Hands',
  discardsRemaining: 'Discards',
  money: 'Money',
  jokerSlots: 'Joker places',
  consumables: 'Consumables',
  deckSize: 'Deck',
  ante: 'Ante',
  round: 'Round',
  targetScore: 'Target',
  rerollCost: 'Reroll',
};

/** Longer changes (whole rows of jokers) are seen on the board itself. */
const SHORT = 34;

/** What a step changed, in words that fit beside its sentence; the weightiest first. */
export function wordsOfChange(changes: Step['changes']): { name: string; before: string; after: string }[] {
  return changes.flatMap(({ field, before, after }) => {
    const name = field.startsWith('level of ') ? field.slice('level of '.length) : NAMES[field];
    return name === undefined || before.length + after.length > SHORT ? [] : [{ name, before, after }];
  });
}

const SUITS: Readonly<Record<string, string>> = { S: '♠', H: '♥', C: '♣', D: '♦' };

/** A card code as sentences write it: `A♠ Lucky`. */
export function cardInSentence(code: string): string {
  const [face = '', ...marks] = code.split('+');
  const suit = SUITS[face.charAt(0)];
  if (suit === undefined || face.charAt(1) !== '_') return code;
  const rank = face.slice(2);
  return [`${rank === 'T' ? '10' : rank}${suit}`, ...marks].join(' ');
}

export type SentencePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly code: string };

/** A sentence with the cards that it names as cards. */
export function sentenceParts(sentence: string, cards: readonly string[]): SentencePart[] {
  const parts: SentencePart[] = [];
  let rest = sentence;
  for (const code of cards) {
    const words = cardInSentence(code);
    const at = rest.indexOf(words);
    if (at === -1) continue;
    if (at > 0) parts.push({ kind: 'text', text: rest.slice(0, at).replace(/^(, | and )$/, ' ') });
    parts.push({ kind: 'card', code });
    rest = rest.slice(at + words.length);
  }
  if (rest !== '') parts.push({ kind: 'text', text: rest });
  return parts;
}

const CODE = /^[SHDC]_[2-9TJQKA](\+\w+)*$/;

/** A text whose words may be card codes. */
export function textParts(text: string): SentencePart[] {
  const parts: SentencePart[] = [];
  let words: string[] = [];
  const flush = () => {
    if (words.length > 0) parts.push({ kind: 'text', text: words.join(' ') });
    words = [];
  };
  for (const word of text.split(' ')) {
    const [, code = word, mark = ''] = /^(.+?)([,;:.]?)$/.exec(word) ?? [];
    if (!CODE.test(code)) {
      words.push(word);
      continue;
    }
    flush();
    parts.push({ kind: 'card', code });
    if (mark !== '') words.push(mark);
  }
  flush();
  return parts;
}

/** What an option says: its verb, capitalised, then words and cards. */
export function optionParts(option: string): SentencePart[] {
  const [verb = '', ...words] = option.trim().split(/\s+/);
  const name = verb.replace('open-booster', 'open').replaceAll('-', ' ');
  return textParts([name.charAt(0).toUpperCase() + name.slice(1), ...words].join(' '));
}
