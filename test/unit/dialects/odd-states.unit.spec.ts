import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvent } from '../../../main-ingest/event/validation.ts';
import { BalatrobotDialect } from '../../../main-ingest/intake/dialects/balatrobot.ts';
import type { Dialect } from '../../../main-ingest/intake/dialects/dialect.ts';
import { ModDialect } from '../../../main-ingest/intake/dialects/mod.ts';
import { readRecording } from '../../recordings.ts';

const lines = [
  'balatrobot/20250731T195933.shop_reroll.6c9493e.jsonl',
  'balatrobot/one_ante_no_shop_2.e1a5621.jsonl',
].flatMap(readRecording);

/** What a value may have become on its way. */
const junk = fc.constantFrom<unknown>(
  null,
  {},
  [],
  '',
  'x',
  '7',
  -1,
  1.5,
  Number.POSITIVE_INFINITY,
  'naneinf',
  true,
  [null],
  { cards: {} },
);

/** The line with one of its values, at any depth, replaced. */
function spoilt(line: string, place: number, by: unknown): unknown {
  const places = line.split(',').length;
  let at = -1;
  return JSON.parse(line, (_key, value: unknown) => {
    at += 1;
    return at === place % places ? by : value;
  });
}

function takes(dialect: Dialect, value: unknown): void {
  if (!dialect.reads(value)) return;
  const translation = dialect.translate(value, { source: 'run', atUs: 1_790_000_000_000_000 });
  if ('refused' in translation) return;
  for (const event of translation.events) expect(readEvent(event)).toHaveProperty('event');
}

const run = fc.array(fc.tuple(fc.nat(lines.length - 1), fc.option(fc.tuple(fc.nat(300), junk))), { maxLength: 12 });

test('law: lines lost, repeated, out of order or spoilt never stop the reading, and give only events that can be kept', () => {
  fc.assert(
    fc.property(run, (steps) => {
      const dialect = new BalatrobotDialect();
      for (const [line, spoil] of steps) {
        const text = lines[line] ?? '';
        takes(dialect, spoil === null ? JSON.parse(text) : spoilt(text, ...spoil));
      }
    }),
    { numRuns: 150 },
  );
});

test('law: whatever the mod posts is kept', () => {
  const payload = fc.oneof(
    junk,
    fc.record(
      {
        in_game: fc.oneof(fc.boolean(), junk),
        game_state: fc.oneof(fc.constantFrom(1, 4, 5, 7, 8, 11, '5', 'SHOP'), junk),
        round: fc.oneof(fc.nat(5), junk),
        money: fc.oneof(fc.integer(), junk),
        chips: fc.oneof(fc.nat(), junk),
        hands_remaining: fc.oneof(fc.nat(4), junk),
        discards_remaining: fc.oneof(fc.nat(4), junk),
        hand: fc.oneof(
          fc.array(fc.record({ suit: fc.constantFrom('H', 'Spades', ''), rank: fc.constantFrom('A', '10', 5) })),
          junk,
        ),
        jokers: fc.oneof(fc.array(fc.record({ name: fc.string(), position: junk, properties: junk })), junk),
        shop_items: fc.oneof(fc.dictionary(fc.string(), fc.record({ name: fc.string(), cost: junk })), junk),
        blind: fc.oneof(fc.record({ name: fc.constantFrom('Small Blind', 'The Hook'), chips: fc.nat() }), junk),
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 8 }), (payloads) => {
      const dialect = new ModDialect();
      payloads.forEach((one, timestamp) => {
        takes(dialect, { type: 'GAME_STATE', source: 'x', payload: one, timestamp, event_id: String(timestamp) });
      });
    }),
    { numRuns: 250 },
  );
});
