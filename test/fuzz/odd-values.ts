import type { Random } from './random.ts';

/** Text that stands for itself in JSON, where JSON or JavaScript have no way to write it. */
export class Bare {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as text; {@link Bare} as it is. */
export function written(value: unknown): string {
  if (value instanceof Bare) return value.text;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${written(item)}`).join(',')}}`;
}

/** What senders write where something else belongs. */
export function oddValue(random: Random): unknown {
  const kind = random.below(12);
  if (kind < 5) return oddNumber(random);
  if (kind < 9) return oddText(random);
  if (kind < 11) return random.pick<unknown>([null, true, false, [], {}, [[]], [null], { a: 1 }, ['H_A', 7]]);
  return deep(random);
}

export function oddNumber(random: Random): unknown {
  return random.pick<unknown>([
    0,
    -0,
    -1,
    1.5,
    2_147_483_647,
    -2_147_483_647,
    -2_147_483_648,
    2_147_483_648,
    Number.MAX_SAFE_INTEGER,
    2 ** 63,
    1e-320,
    1.7e308,
    -1.7e308,
    new Bare('NaN'),
    new Bare('Infinity'),
    new Bare('-Infinity'),
    new Bare('1e400'),
    new Bare('-1e999'),
    new Bare('9'.repeat(400)),
    new Bare('0.1000000000000000055511151231257827'),
  ]);
}

export function oddText(random: Random): string {
  if (random.happens(0.002)) return 'long '.repeat(40_000);
  return random.pick([
    '',
    ' ',
    'inf',
    '-inf',
    'NaN',
    'naneinf',
    '7',
    'null',
    'a\u0000b',
    'line\nline\r\ttab',
    '"quoted" \\ back',
    '\ud800 half',
    '🃏'.repeat(70),
    'e\u0301\u200f\u202e',
    '<img src=x onerror=alert(1)>',
    "'; DROP TABLE game_metrics; --",
    '=1+1',
    '../../etc/passwd',
    '__proto__',
    'Joker+Joker',
    'x'.repeat(257),
    'x'.repeat(5_000),
  ]);
}

function deep(random: Random): Bare {
  const levels = random.pick([20, 63, 64, 65, 500, 5_000]);
  return random.happens(0.5)
    ? new Bare(`${'['.repeat(levels)}1${']'.repeat(levels)}`)
    : new Bare(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
}
