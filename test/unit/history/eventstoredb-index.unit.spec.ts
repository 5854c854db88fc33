import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventStoreIndex } from '../../../main-ingest/history/eventstoredb-index.ts';
import { setDamagedIndexAside } from '../../../main-ingest/history/eventstoredb-index-seal.ts';
import { flipBit } from '../../flipped.ts';

const home = mkdtempSync(join(tmpdir(), 'index-'));
const whole = join(home, 'whole.sqlite');

/** What is served of it. */
function numbersOf(file: string): unknown {
  const index = new EventStoreIndex(file);
  const totals = index.totals();
  const streams = index.streams();
  const placed = streams.map(([name]) => [...index.placesIn(name)]);
  const numbers = { checkpoint: index.checkpoint(), complete: index.complete, totals, streams, placed };
  index.close();
  return numbers;
}

beforeAll(() => {
  const index = new EventStoreIndex(whole);
  for (let game = 0; game < 40; game += 1)
    index.confirm(
      [
        {
          stream: `game-${randomUUID()}`,
          first: 0,
          events: Array.from({ length: 1 + game }, (_, sequenceId) => ({
            ...{
              eventId: randomUUID(),
              sequenceId,
              eventType: sequenceId === 0 ? 'GameStarted' : 'HandPlayed',
              bytes: 400,
            },
          })),
        },
      ],
      (game + 1) * 100,
    );
  index.markComplete();
  index.close();
});
afterAll(() => rmSync(home, { recursive: true }));

test('law: with one flipped bit it has the numbers that it had, or is set aside', () => {
  const numbers = numbersOf(whole);
  const bits = statSync(whole).size * 8;
  let aside = 0;
  const law = fc.property(fc.integer({ min: 0, max: bits - 1 }), (bit) => {
    const file = join(home, 'flipped.sqlite');
    for (const name of readdirSync(home)) if (name.startsWith('flipped')) rmSync(join(home, name));
    copyFileSync(whole, file);
    flipBit(file, bit);
    setDamagedIndexAside(file);
    if (existsSync(file)) expect(numbersOf(file)).toEqual(numbers);
    else aside += 1;
  });
  fc.assert(law, { numRuns: 300, seed: 13 });
  expect(aside).toBeGreaterThan(0);
});

test('what was rolled back leaves no trace in its checksums', () => {
  const file = join(home, 'again.sqlite');
  const run = (stream: string) => [
    { stream, first: 0, events: [{ eventId: randomUUID(), sequenceId: 0, eventType: 'GameStarted', bytes: 400 }] },
  ];
  const index = new EventStoreIndex(file);
  index.confirm(run('game-a'), 1);
  expect(() => index.confirm([...run('game-b'), ...run('game-a')], 3)).toThrow();
  index.confirm(run('game-c'), 2);
  index.close();
  setDamagedIndexAside(file);
  expect(existsSync(file)).toBe(true);
  const opened = new EventStoreIndex(file);
  expect([opened.checkpoint(), opened.streams()]).toEqual([
    2,
    [
      ['game-a', 1],
      ['game-c', 1],
    ],
  ]);
  opened.close();
});
