import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, type RecordingLine } from '../../../main-ingest/intake/recording-lines.ts';

function split(chunks: readonly Buffer[], maxBytes = 1000): RecordingLine[] {
  const splitter = new LineSplitter(maxBytes);
  return [...chunks.flatMap((chunk) => [...splitter.split(chunk)]), ...splitter.rest()];
}

/** The bytes in pieces that end anywhere, also in the middle of a character. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

test('law: lines are the same however the bytes are cut', () => {
  const text = fc.array(fc.string({ unit: 'binary' }).map((line) => line.replaceAll('\n', ' ')));
  fc.assert(
    fc.property(text, fc.array(fc.nat(500)), fc.boolean(), (lines, places, ended) => {
      const whole = lines.join('\n') + (ended ? '\n' : '');
      const found = split(cut(Buffer.from(whole), places), 100_000).map((line) => line.text);
      const expected = whole.replace(/^\uFEFF/, '').split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(found).toEqual(expected.map((line) => Buffer.from(line).toString()));
    }),
  );
});

describe('a line that is too long', () => {
  test('keeps its number and its beginning, and the lines around it are whole', () => {
    const long = 'x'.repeat(5000);
    const lines = split(cut(Buffer.from(`before\n${long}\nafter`), [100, 900, 1300, 2000, 4000]));
    expect(lines.map(({ number, text, tooLong }) => [number, text.slice(0, 3), tooLong])).toEqual([
      [1, 'bef', false],
      [2, 'xxx', true],
      [3, 'aft', false],
    ]);
    expect(lines[1]?.bytes).toBe(5000);
    expect(lines[1]?.text.length).toBeLessThanOrEqual(200);
  });

  test('is not held', () => {
    const splitter = new LineSplitter(1024 * 1024);
    const piece = Buffer.alloc(64 * 1024, 'x');
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 1600; i += 1) expect([...splitter.split(piece)]).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    const [line] = [...splitter.split(Buffer.from('\n'))];
    expect(line?.bytes).toBe(1600 * 64 * 1024);
  });
});

test('a byte order mark is no part of the first line', () => {
  expect(split([Buffer.from('\uFEFF{}\n{}')]).map((line) => line.text)).toEqual(['{}', '{}']);
});
