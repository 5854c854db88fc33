/**
 * The typed search of games: terms that must all hold, each a word to find or `field` `operator` `value`.
 *
 *     joker:"The Trio" model>=ppo-015 ante>=7 outcome:won,lost -deck:Plasma* seed:2SA
 *
 * `:` is the natural match of a field (seeds and games by their beginning, words exactly, `*` for anything), `=` exact,
 * and order where a field has one. Commas separate values of which one must match; `-` turns a term round; quotes hold
 * what has spaces, commas or quotes (`\"`). Case makes no difference. The window reads and writes queries with the same
 * functions, so a chip, a facet and typed text are one thing.
 */

/** How a field's values are compared. */
export type GameFieldKind = 'text' | 'ordered' | 'prefix' | 'number' | 'duration' | 'time' | 'choice';

export interface GameFieldDefinition {
  readonly kind: GameFieldKind;
  readonly choices?: readonly string[];
  readonly help: string;
}

const FIELDS = {
  joker: { kind: 'text', help: 'a joker that the game ended with' },
  outcome: { kind: 'choice', choices: ['won', 'lost', 'abandoned', 'live'], help: 'how it ended' },
  strategy: { kind: 'text', help: 'strategy' },
  model: { kind: 'ordered', help: 'model version' },
  experiment: { kind: 'text', help: 'experiment or run' },
  deck: { kind: 'text', help: 'deck' },
  stake: { kind: 'text', help: 'stake' },
  seed: { kind: 'prefix', help: 'seed, by its beginning' },
  game: { kind: 'prefix', help: 'id of the game, by its beginning' },
  blind: { kind: 'choice', choices: ['small', 'big', 'boss'], help: 'blind of the last hand played' },
  ante: { kind: 'number', help: 'ante of the last hand played' },
  best: { kind: 'number', help: 'score of the best hand' },
  hands: { kind: 'number', help: 'hands played' },
  money: { kind: 'number', help: 'dollars at the end' },
  length: { kind: 'duration', help: 'seconds, or minutes and seconds as 1:05' },
  started: { kind: 'time', help: 'when it started, UTC: 2026-10-01 or 2026-10-01T09:30' },
  ended: { kind: 'time', help: 'when it ended, UTC' },
  bookmarked: { kind: 'choice', choices: ['yes', 'no'], help: 'whether you bookmarked it' },
} as const satisfies Readonly<Record<string, GameFieldDefinition>>;

export type GameField = keyof typeof FIELDS;
/** The fields that a term may name. */
export const GAME_FIELDS: Readonly<Record<GameField, GameFieldDefinition>> = FIELDS;
export type GameOperator = ':' | '=' | '>=' | '<=' | '>' | '<';

export interface GameTerm {
  /** Null for a word to be found in any of the names of a game. */
  readonly field: GameField | null;
  readonly operator: GameOperator;
  /** One of them must match. As typed, without quotes. */
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** A term and where it stands in the text: characters from 0. */
export interface ParsedGameTerm extends GameTerm {
  readonly position: number;
  readonly length: number;
}

/** What is wrong in a query, and where. */
export interface GameQueryProblem {
  readonly message: string;
  readonly position: number;
  readonly length: number;
}

export interface ParsedGameQuery {
  /** The terms that could be read. */
  readonly terms: readonly ParsedGameTerm[];
  readonly problems: readonly GameQueryProblem[];
}

/** Reads a query; what cannot be read is left out and named. */
export function parseGameQuery(text: string): ParsedGameQuery {
  const terms: ParsedGameTerm[] = [];
  const problems: GameQueryProblem[] = [];
  const scanner = new Scanner(text);
  while (scanner.skipSpaces()) {
    const position = scanner.at;
    const negated = scanner.take('-');
    const name = scanner.takeFieldAndOperator();
    const wordsAt = scanner.at;
    const words = scanner.takeValues(name !== undefined);
    const length = scanner.at - position;
    const problem = scanner.openQuote ?? problemOf(name, words, wordsAt, scanner.at);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    const field = name === undefined ? null : fieldNamed(name.field);
    terms.push({ field: field ?? null, operator: name?.operator ?? ':', values: words, negated, position, length });
  }
  return { terms, problems };
}

/** The query that reads as these terms. */
export function printGameQuery(terms: readonly GameTerm[]): string {
  return terms.map(printTerm).join(' ');
}

function printTerm({ field, operator, values, negated }: GameTerm): string {
  const sign = negated ? '-' : '';
  if (field !== null) return `${sign}${field}${operator}${values.map((value) => quoted(value, /[\s",\\]/)).join(',')}`;
  return `${sign}${quoted(values.join(' '), /[\s"\\]|^-|^[a-z]+(:|=|<|>)/i)}`;
}

function quoted(text: string, special: RegExp): string {
  return text === '' || special.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

/** The field of a name in any case; undefined for no field. */
function fieldNamed(name: string): GameField | undefined {
  return FIELD_NAMES.find((field) => field === name.toLowerCase());
}

const FIELD_NAMES = Object.keys(GAME_FIELDS).filter(isField);

function isField(name: string): name is GameField {
  return name in GAME_FIELDS;
}

interface FieldAndOperator {
  readonly field: string;
  readonly operator: GameOperator;
  readonly position: number;
}

function problemOf(
  name: FieldAndOperator | undefined,
  values: readonly string[],
  from: number,
  to: number,
): GameQueryProblem | undefined {
  if (name === undefined) return undefined;
  const field = fieldNamed(name.field);
  const bad = (message: string): GameQueryProblem => ({ message, position: from, length: to - from });
  if (field === undefined) {
    const message = `There is no field ${name.field}. Fields: ${FIELD_NAMES.join(', ')}.`;
    return { message, position: name.position, length: name.field.length };
  }
  if (values.some((value) => value === '')) return bad(`What should ${field} be?`);
  const { kind, choices } = GAME_FIELDS[field];
  const ordering = name.operator !== ':' && name.operator !== '=';
  if (ordering && (kind === 'text' || kind === 'prefix' || kind === 'choice')) {
    return { message: `${field} has no order: use ${field}:…`, position: name.position, length: from - name.position };
  }
  if (ordering && values.length > 1) return bad(`${name.operator} takes one value.`);
  for (const value of values) {
    if (choices !== undefined && choiceOf(field, value) === undefined) return bad(`${field} is ${choices.join(', ')}.`);
    if (kind === 'number' && numberOf(value) === undefined) return bad(`${value} is no number.`);
    if (kind === 'duration' && secondsOf(value) === undefined) return bad(`${value} is no length: 65 or 1:05.`);
    if (kind === 'time' && spanOf(value) === undefined)
      return bad(`${value} is no date: 2026-10-01 or 2026-10-01T09:30.`);
  }
  return undefined;
}

const SYNONYMS: Readonly<Record<string, string>> = {
  win: 'won',
  loss: 'lost',
  left: 'abandoned',
  true: 'yes',
  false: 'no',
};

/** The choice that a value stands for. */
export function choiceOf(field: GameField, value: string): string | undefined {
  const word = value.toLowerCase();
  return GAME_FIELDS[field].choices?.find((choice) => choice === (SYNONYMS[word] ?? word));
}

const SIZES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/** `1500`, `1.5k`, `1.5M`, `2e25`. */
export function numberOf(value: string): number | undefined {
  const [, digits, size = ''] = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)([kmb]?)$/i.exec(value.replace(/^\$/, '')) ?? [];
  return digits === undefined ? undefined : Number(digits) * (SIZES[size.toLowerCase()] ?? 1);
}

/** Seconds of `65`, `65s`, `1:05`. */
export function secondsOf(value: string): number | undefined {
  const [, minutes, rest] = /^(\d+):([0-5]\d(?:\.\d+)?)$/.exec(value) ?? [];
  if (minutes !== undefined) return Number(minutes) * 60 + Number(rest);
  const [, seconds] = /^(\d+(?:\.\d+)?)s?$/i.exec(value) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** The span of time that a value names, as ISO texts, the end exclusive: a day, a minute, a second. */
export function spanOf(value: string): { readonly from: string; readonly to: string } | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d))?(?:\.\d+)?Z?)?$/i.exec(value);
  if (match === null) return undefined;
  const [, day, minute, second] = match;
  const from = Date.parse(`${day}T${minute ?? '00:00'}:${second ?? '00'}Z`);
  if (Number.isNaN(from) || !new Date(from).toISOString().startsWith(day ?? '')) return undefined;
  const span = minute === undefined ? 86_400_000 : second === undefined ? 60_000 : 1_000;
  return { from: new Date(from).toISOString(), to: new Date(from + span).toISOString() };
}

/** Goes over a query's characters. */
class Scanner {
  at = 0;
  /** The quote of the term just taken that nothing closes. */
  openQuote: GameQueryProblem | undefined;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether anything follows. */
  skipSpaces(): boolean {
    while (/\s/.test(this.#text.charAt(this.at))) this.at += 1;
    return this.at < this.#text.length;
  }

  take(character: string): boolean {
    if (this.#text.charAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  takeFieldAndOperator(): FieldAndOperator | undefined {
    const [whole = '', field = '', operator = ''] = /^([a-z]+)(:|=|>=|<=|>|<)/i.exec(this.#text.slice(this.at)) ?? [];
    if (whole === '' || !isOperator(operator)) return undefined;
    const position = this.at;
    this.at += whole.length;
    return { field, operator, position };
  }

  /** Values up to the next space; a word is one value, whatever commas it has. */
  takeValues(listed: boolean): string[] {
    const values = [''];
    this.openQuote = undefined;
    while (this.at < this.#text.length && !/\s/.test(this.#text.charAt(this.at))) {
      const character = this.#text.charAt(this.at);
      if (character === '"') this.#takeQuoted(values);
      else {
        this.at += 1;
        if (listed && character === ',') values.push('');
        else values[values.length - 1] += character;
      }
    }
    return values;
  }

  #takeQuoted(values: string[]): void {
    const start = this.at;
    this.at += 1;
    for (;;) {
      if (this.at >= this.#text.length) {
        this.openQuote = { message: 'The quote is not closed.', position: start, length: this.at - start };
        return;
      }
      let character = this.#text.charAt(this.at);
      this.at += 1;
      if (character === '"') return;
      if (character === '\\') {
        character = this.#text.charAt(this.at);
        this.at += 1;
      }
      values[values.length - 1] += character;
    }
  }
}

function isOperator(text: string): text is GameOperator {
  return /^(:|=|>=|<=|>|<)$/.test(text);
}
