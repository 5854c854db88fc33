import { expect, test } from 'vitest';
import { openRecord } from '../../../main-ingest/event/data.ts';
import { toCanonical, toRecord } from '../../../main-ingest/event/record.ts';
import { readEvent } from '../../../main-ingest/event/validation.ts';
import { readRecording } from '../../recordings.ts';

const envelope = {
  eventId: 'df06c1f5-e749-54b7-82e1-a97ab487e492',
  eventType: 'ShopLeft',
  timestamp: '2026-10-01T09:30:00.123456Z',
  sessionId: 'cfba829d-b81d-52c7-9fa4-d8c88cdeb467',
  sequenceId: 3,
  data: {},
};

const scoring = { baseChips: 10, baseMult: 1, jokerEffects: [], finalChips: 20, finalMult: 2, finalScore: 40 };

const handPlayed = {
  hand: ['H_T', 'D_T+Gold'],
  handType: 'Pair',
  scoring,
  ante: 1,
  round: 1,
  blindType: 'small',
  blindName: 'Small Blind',
  handNumber: 1,
  roundScore: 40,
  targetScore: 300,
  handsRemaining: 3,
  discardsRemaining: 3,
  moneyBefore: 4,
  moneyAfter: 4,
  jokers: [],
  drawn: [],
};

function played(changes: object) {
  return { ...envelope, eventType: 'HandPlayed', data: { ...handPlayed, ...changes } };
}

function reasonFor(value: unknown): string {
  const reading = readEvent(value);
  return 'refused' in reading ? `${reading.refused.code} ${reading.refused.reason}` : 'taken';
}

function dataOf(value: unknown) {
  const reading = readEvent(value);
  if ('refused' in reading) throw new Error(reading.refused.reason);
  return reading.event.data;
}

test.each(['train-small.jsonl.gz', 'endless.jsonl.gz'])('every event of %s is taken and stays what it was', (name) => {
  for (const line of readRecording(name)) {
    const sent: unknown = JSON.parse(line);
    const reading = readEvent(sent);
    if ('refused' in reading) throw new Error(`${reading.refused.reason} in ${line}`);
    const record = toRecord(reading.event, reading.event.sequenceId ?? -1);
    expect(JSON.stringify(toCanonical(record))).toBe(JSON.stringify(sent));
    expect(openRecord(record)?.data).toEqual(reading.event.data);
  }
});

const refusals: readonly [value: unknown, reason: string][] = [
  [null, 'NOT_AN_EVENT expected an event object, got null'],
  [[envelope], 'NOT_AN_EVENT expected an event object, got list'],
  [{ ...envelope, eventId: 'x1' }, 'BAD_EVENT_ID eventId: expected a UUID, got "x1"'],
  [{ ...envelope, eventId: undefined }, 'BAD_EVENT_ID eventId: expected a UUID, got nothing'],
  [{ ...envelope, eventType: '' }, 'BAD_EVENT_TYPE eventType: expected a name, got ""'],
  [
    { ...envelope, timestamp: '2026-02-30T00:00:00Z' },
    'BAD_TIMESTAMP timestamp: expected ISO-8601 in UTC with at most six fractional digits, got "2026-02-30T00:00:00Z"',
  ],
  [{ ...envelope, sessionId: 7 }, 'BAD_SESSION_ID sessionId: expected a text of 1 to 256 characters, got 7'],
  [
    { ...envelope, sessionId: 'a\u0000b' },
    'BAD_SESSION_ID sessionId: expected a text of 1 to 256 characters, got "a\\u0000b"',
  ],
  [{ ...envelope, sequenceId: -1 }, 'BAD_SEQUENCE_ID sequenceId: expected an integer from 0 to 2147483647, got -1'],
  [{ ...envelope, sequenceId: 1.5 }, 'BAD_SEQUENCE_ID sequenceId: expected an integer from 0 to 2147483647, got 1.5'],
  [{ ...envelope, sequenceId: '3' }, 'BAD_SEQUENCE_ID sequenceId: expected an integer from 0 to 2147483647, got "3"'],
  [{ ...envelope, data: undefined }, 'BAD_DATA data: expected object, got nothing'],
  [{ ...envelope, data: [] }, 'BAD_DATA data: expected object, got list'],
  [
    played({ scoring: { ...scoring, finalScore: 'forty' } }),
    'BAD_DATA data.scoring.finalScore: expected number, got string',
  ],
  [
    played({ scoring: { ...scoring, jokerEffects: [{ name: 'Joker', effect: 'mult' }] } }),
    'BAD_DATA data.scoring.jokerEffects[0].value: expected number, got nothing',
  ],
  [played({ ante: undefined }), 'BAD_DATA data.ante: expected number, got nothing'],
  [played({ roundScore: Number.NaN }), 'BAD_DATA data.roundScore: expected number, got NaN'],
  [played({ roundScore: 'NaN' }), 'BAD_DATA data.roundScore: expected number, got "NaN"'],
  [played({ jokers: Array(50_001).fill(0) }), 'BAD_DATA data: holds a list or an object of more than 50000 items'],
  [played({ hand: ['H_10'] }), 'BAD_DATA data.hand[0]: expected a card code such as H_T or S_K+Gold'],
  [played({ blindType: 'huge' }), 'BAD_DATA data.blindType: expected one of "small"|"big"|"boss"'],
  [played({ round: 'inf' }), 'BAD_DATA data.round: Too big: expected int to be <=9007199254740991'],
  [played({ round: 3e9 }), 'BAD_DATA data.round: Too big: expected number to be <=2147483647'],
];

test.each(refusals.map(([value, reason]) => [reason, value] as const))('%s', (reason, value) => {
  expect(reasonFor(value)).toBe(reason);
});

test('data that is nested without end is refused', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(reasonFor({ ...envelope, data: { deep } })).toBe('BAD_DATA data: is nested deeper than 64');
});

test('what is not listed is kept: fields, types, words of a mod', () => {
  expect(dataOf({ ...envelope, data: { money: 4, mood: { calm: [true, null] } } })).toEqual({
    money: 4,
    mood: { calm: [true, null] },
  });
  expect(dataOf({ ...envelope, eventType: 'DealerBlinked', data: { eyes: 2 } })).toEqual({ eyes: 2 });
  expect(dataOf({ ...envelope, eventType: 'constructor', data: {} })).toEqual({});
});

test.each(['inf', 'Infinity', 'naneinf', Number.POSITIVE_INFINITY])(
  'a score of %s is the largest finite one, flagged',
  (score) => {
    const data = dataOf(played({ roundScore: score, scoring: { ...scoring, finalScore: score } }));
    expect(data).toMatchObject({
      scoreOverflow: true,
      roundScore: Number.MAX_VALUE,
      scoring: { ...scoring, finalScore: Number.MAX_VALUE },
    });
  },
);

test.each(['-inf', '-Infinity', Number.NEGATIVE_INFINITY])(
  'a score of %s is the smallest finite one, flagged',
  (score) => {
    expect(dataOf(played({ roundScore: score }))).toMatchObject({ scoreOverflow: true, roundScore: -Number.MAX_VALUE });
  },
);

test.each(['NaN', 'nan', '-nan', Number.NaN])('%s is nothing known where a field may be missing', (nothing) => {
  expect(dataOf(played({ decisionTimeMs: nothing, scoring: { ...scoring, finalMult: nothing } }))).toEqual({
    ...handPlayed,
    scoring: Object.fromEntries(Object.entries(scoring).filter(([name]) => name !== 'finalMult')),
  });
});

test('NaN beyond the known fields is null, and a word where text belongs is that word', () => {
  expect(dataOf(played({ extra: Number.NaN, blindName: 'NaN' }))).toEqual({
    ...handPlayed,
    extra: null,
    blindName: 'NaN',
  });
});

test('a reason has a length that can be shown, whatever the keys of an event', () => {
  const data = { modelVersion: 'm', step: 1, metrics: { ['x'.repeat(1_000_000)]: 'high' } };
  expect(reasonFor({ ...envelope, eventType: 'ModelCheckpoint', data }).length).toBeLessThan(600);
});

test('a number that overflows does so wherever it stands', () => {
  const sent: unknown = JSON.parse(
    '{"eventType":"Unheard","eventId":"DF06C1F5-E749-54B7-82E1-A97AB487E492","timestamp":"2026-10-01T09:30:00Z",' +
      '"sessionId":"s","data":{"list":[1e400,-1e400,1e300]}}',
  );
  expect(readEvent(sent)).toEqual({
    event: {
      eventId: 'df06c1f5-e749-54b7-82e1-a97ab487e492',
      eventType: 'Unheard',
      timestamp: '2026-10-01T09:30:00Z',
      sessionId: 's',
      data: { list: [Number.MAX_VALUE, -Number.MAX_VALUE, 1e300], scoreOverflow: true },
    },
  });
});

test('null for what may be absent is absent', () => {
  const nothing = { sequenceId: null, schemaVersion: null, source: null, correlationId: null };
  const reading = readEvent({ ...played({ decisionTimeMs: null, consumablesUsed: null }), ...nothing });
  expect(reading).toEqual({
    event: {
      eventId: envelope.eventId,
      eventType: 'HandPlayed',
      timestamp: envelope.timestamp,
      sessionId: envelope.sessionId,
      data: handPlayed,
    },
  });
});

test('what was sent is left as it is', () => {
  const sent = played({ roundScore: 'inf', decisionTimeMs: null });
  const before = structuredClone(sent);
  readEvent(sent);
  expect(sent).toEqual(before);
});

test('a type without a game has no sequence', () => {
  const reading = readEvent({ ...envelope, eventType: 'MetricRecorded', data: { name: 'loss', value: 1 } });
  expect('event' in reading && 'sequenceId' in reading.event).toBe(false);
});

test('what came with an event travels with it', () => {
  const sent = { ...envelope, schemaVersion: 2, source: 'agent-7', correlationId: 'run-1' };
  const reading = readEvent(sent);
  if ('refused' in reading) throw new Error(reading.refused.reason);
  expect(toCanonical(toRecord(reading.event, 3))).toEqual(sent);
});
