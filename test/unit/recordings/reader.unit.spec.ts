import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Rejection } from '../../../main-ingest/contract/recordings.ts';
import { BalatrobotDialect } from '../../../main-ingest/intake/dialects/balatrobot.ts';
import { RecordingError } from '../../../main-ingest/intake/recording-error.ts';
import { readRecording } from '../../../main-ingest/intake/recording-reader.ts';

interface Read {
  readonly values: unknown[];
  readonly lines: number[];
  readonly rejected: Rejection[];
  readonly format: string | null;
  readonly error: string | undefined;
}

async function read(bytes: Buffer, maxLineBytes?: number, size = 1000): Promise<Read> {
  const values: unknown[] = [];
  const lines: number[] = [];
  const rejected: Rejection[] = [];
  let format: string | null = null;
  let error: string | undefined;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const options = { source: 'run.jsonl', balatrobot: new BalatrobotDialect(), ...(maxLineBytes && { maxLineBytes }) };
  try {
    for await (const batch of readRecording(chunks(), options)) {
      values.push(...batch.values);
      lines.push(...batch.lines.map((line) => line.number));
      rejected.push(...batch.rejected);
      format = batch.format;
    }
  } catch (failure) {
    error = failure instanceof RecordingError ? failure.code : String(failure);
  }
  return { values, lines, rejected, format, error };
}

const event = (number: number) => JSON.stringify({ eventId: String(number), eventType: 'DeckChanged', data: {} });
const events = (count: number) => Array.from({ length: count }, (_, i) => event(i)).join('\n');

describe('a recording of events', () => {
  test('is read line by line, empty lines and line ends of Windows passed over', async () => {
    const { values, lines, format, rejected } = await read(Buffer.from(`${event(1)}\r\n\r\n${event(2)}\n\n`));
    expect(values).toHaveLength(2);
    expect(lines).toEqual([1, 3]);
    expect(format).toBe('canonical');
    expect(rejected).toEqual([]);
  });

  test('is known as gzip by its content', async () => {
    expect((await read(gzipSync(events(3000)))).values).toHaveLength(3000);
  });

  test('may be several gzips one after the other', async () => {
    const whole = Buffer.concat([gzipSync(`${events(10)}\n`), gzipSync(events(5))]);
    expect((await read(whole)).values).toHaveLength(15);
  });

  test.each([
    ['padded with zeros, as block devices and tar leave it', Buffer.alloc(512)],
    ['padded with more zeros than fit a piece', Buffer.alloc(200_000)],
  ])('may be %s', async (_, padding) => {
    const { values, error } = await read(Buffer.concat([gzipSync(events(3000)), padding]));
    expect(error).toBeUndefined();
    expect(values).toHaveLength(3000);
  });

  test('may have another gzip behind the padding', async () => {
    const whole = Buffer.concat([gzipSync(`${events(10)}\n`), Buffer.alloc(700), gzipSync(events(5))]);
    expect((await read(whole)).values).toHaveLength(15);
  });

  test('may have a gzip header with a name, a comment, more and a checksum, cut anywhere', async () => {
    const plain = gzipSync(events(20));
    const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]);
    const more = Buffer.from([3, 0, 1, 2, 3, ...Buffer.from('run.jsonl\0of a night\0'), 9, 9]);
    const whole = Buffer.concat([header, more, plain.subarray(10)]);
    for (let size = 1; size < whole.length; size += 7)
      expect((await read(whole, undefined, size)).values).toHaveLength(20);
  });

  test('of one byte or none is empty', async () => {
    expect((await read(Buffer.from('\n'))).values).toEqual([]);
    expect((await read(Buffer.alloc(0))).error).toBeUndefined();
  });
});

describe('what cannot be read', () => {
  test('is named with line, reason and the piece of text, and its neighbours are taken', async () => {
    const bad = `{"eventType":"HandPlayed","data":{"hand":[H_A]}}`;
    const { values, rejected } = await read(Buffer.from(`${event(1)}\n${bad}\n${event(2)}\n{"eventType":"Ha`));
    expect(values).toHaveLength(2);
    expect(rejected.map(({ line, code }) => [line, code])).toEqual([
      [2, 'JSON'],
      [4, 'JSON_CUT_OFF'],
    ]);
    expect(rejected[0]?.excerpt).toContain('"hand":[H_A]');
  });

  test('of a line that is too long is only its number and its beginning', async () => {
    const long = `{"eventType":"${'x'.repeat(5000)}"}`;
    const { values, rejected } = await read(Buffer.from(`${event(1)}\n${long}\n${event(2)}`), 2000);
    expect(values).toHaveLength(2);
    expect(rejected).toMatchObject([{ line: 2, code: 'EVENT_TOO_LARGE' }]);
    expect(rejected[0]?.excerpt.length).toBeLessThan(300);
  });

  test('is refused alone, whatever reading it throws', async () => {
    const state = '"state":"SELECTING_HAND","round_num":1,"ante_num":1';
    const deep = `{${state},"blinds":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const late = `{"timestamp_ms":1e300,"function":{"name":"play","arguments":{}},"game_state":{${state}}}`;
    const text = [event(1), deep, late, event(2)].join('\n');
    const { values, rejected, error } = await read(Buffer.from(text));
    expect(error).toBeUndefined();
    expect(values).toHaveLength(2);
    expect(rejected.map(({ line, code, reason }) => [line, code, reason])).toEqual([
      [2, 'BAD_DATA', 'The value is nested deeper than 64'],
      [3, 'BAD_TIMESTAMP', 'timestamp_ms: 1e+300 ms is no time of any calendar'],
    ]);
  });

  test('is not what Python writes of numbers that JSON has no word for', async () => {
    const { values, rejected } = await read(
      Buffer.from('{"eventType":"DeckChanged","data":{"deckSize":NaN,"a":-Infinity,"b":"NaN"}}'),
    );
    expect(rejected).toEqual([]);
    expect(values).toEqual([
      { eventType: 'DeckChanged', data: { deckSize: null, a: Number.NEGATIVE_INFINITY, b: 'NaN' } },
    ]);
  });

  test('as UTF-8 is not guessed at', async () => {
    const latin = Buffer.from('{"eventType":"DeckChanged","sessionId":"caf\xe9","data":{}}', 'latin1');
    const { values, rejected } = await read(Buffer.concat([Buffer.from(`${event(1)}\n`), latin]));
    expect(values).toHaveLength(1);
    expect(rejected).toMatchObject([{ line: 2, code: 'NOT_UTF8' }]);
  });

  test('leaves all that comes before the cut of a truncated gzip', async () => {
    // Text that does not repeat itself, so that the gzip has many blocks.
    const lines = Array.from({ length: 20_000 }, (_, i) => event(Math.imul(i + 1, 2654435761) >>> 0));
    const whole = gzipSync(lines.join('\n'));
    const { values, error } = await read(whole.subarray(0, whole.length / 2));
    expect(error).toBe('TRUNCATED');
    expect(values.length).toBeGreaterThan(8_000);
    expect(values).toEqual(lines.slice(0, values.length).map((line) => JSON.parse(line)));
  });

  test('behind a gzip is said, and all of the gzip is taken', async () => {
    const { values, error } = await read(Buffer.concat([gzipSync(events(3000)), Buffer.from('<html>')]));
    expect(error).toBe('DAMAGED');
    expect(values).toHaveLength(3000);
  });

  test('of a gzip with a checksum that does not fit is said, and what could be read is taken', async () => {
    const whole = gzipSync(events(3000));
    whole.writeUInt8(whole.readUInt8(whole.length - 6) ^ 1, whole.length - 6);
    const { values, error } = await read(whole);
    expect(error).toBe('DAMAGED');
    expect(values).toHaveLength(3000);
  });

  test.each([1, 5, 8, 12, 17])('of a gzip that lacks its last %i bytes is said', async (missing) => {
    const whole = gzipSync(events(3000));
    expect((await read(whole.subarray(0, whole.length - missing))).error).toBe('TRUNCATED');
  });

  test('of a damaged gzip is said', async () => {
    const whole = gzipSync(events(20_000));
    const damaged = Buffer.concat([whole.subarray(0, 2000), Buffer.alloc(200, 0xff), whole.subarray(2200)]);
    expect((await read(damaged)).error).toBe('DAMAGED');
  });

  test('is no recording where no line is known', async () => {
    const { error, values } = await read(Buffer.from('Ideas for ante 8\nmore jokers\n'));
    expect(error).toBe('NO_RECORDING');
    expect(values).toEqual([]);
  });

  test('and is given up after a few lines of a large file', async () => {
    expect((await read(Buffer.from('1\n'.repeat(100_000)))).error).toBe('NO_RECORDING');
  });

  test('in front of a recording does not make it none', async () => {
    const { error, values, rejected } = await read(Buffer.from(`# exported\n${event(1)}\n`));
    expect(error).toBeUndefined();
    expect(values).toHaveLength(1);
    expect(rejected).toMatchObject([{ line: 1, code: 'JSON' }]);
  });
});
