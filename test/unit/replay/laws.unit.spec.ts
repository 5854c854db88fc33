import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { foldEvent } from '../../../main-ingest/replay/fold.ts';
import { GameReplay } from '../../../main-ingest/replay/game-replay.ts';
import { NOTHING_KNOWN, type ReplayState } from '../../../main-ingest/replay/state.ts';
import type { AnyStep } from '../../../main-ingest/replay/step.ts';
import { recordedEvents } from '../../recordings.ts';

const all = recordedEvents('endless.jsonl.gz').filter(({ sequenceId }) => sequenceId >= 0);
const game = all
  .filter(({ sessionId }) => sessionId === all[0]?.sessionId)
  .toSorted((a, b) => a.sequenceId - b.sequenceId);
const steps = game.map(open);

function open(record: EventRecord): AnyStep {
  const data: object = JSON.parse(record.data);
  return { eventType: record.eventType, sequenceId: record.sequenceId, data };
}

function foldAll(events: readonly AnyStep[], from: ReplayState = NOTHING_KNOWN): ReplayState {
  return events.reduce((state, event) => foldEvent(state, event).state, from);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** Any events of real games in any order, numbered anew: few of them fit what went before. */
const anyEvents = fc.array(fc.nat(all.length - 1), { maxLength: 60 }).map((picks) =>
  picks.flatMap((pick, sequenceId) => {
    const record = all[pick];
    return record ? [{ ...open(record), sequenceId }] : [];
  }),
);

test('a beginning folded, then the rest, is all of it folded', () => {
  const whole = foldAll(steps);
  fc.assert(
    fc.property(fc.nat(steps.length), (cut) => {
      expect(foldAll(steps.slice(cut), foldAll(steps.slice(0, cut)))).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('seeking a step gives the state of a straight fold', () => {
  const replay = new GameReplay();
  replay.append(game);
  fc.assert(
    fc.property(fc.integer({ min: -1, max: steps.length + 3 }), (step) => {
      expect(replay.stateAt(step)).toEqual(foldAll(steps.filter(({ sequenceId }) => sequenceId <= step)));
    }),
    { numRuns: 40 },
  );
});

test('a game that arrives in pieces and out of order is the same game', () => {
  const short = game.slice(0, 200);
  const straight = new GameReplay();
  straight.append(short);
  fc.assert(
    fc.property(fc.shuffledSubarray(short, { minLength: short.length }), fc.nat(short.length), (shuffled, cut) => {
      const replay = new GameReplay();
      replay.append(shuffled.slice(0, cut));
      replay.append(shuffled.slice(cut));
      expect(replay.summary()).toEqual(straight.summary());
      expect(replay.steps(0, 10_000)).toEqual(straight.steps(0, 10_000));
    }),
    { numRuns: 5 },
  );
});

test('no event changes a state or an event, and none is too strange to go on', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      let state = frozen(NOTHING_KNOWN);
      for (const event of frozen(events)) state = frozen(foldEvent(state, event).state);
      expect(state.nextSequence).toBe(events.length === 0 ? null : events.length);
    }),
    { numRuns: 100 },
  );
});

test('the same state and event always give the same answer', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      expect(foldAll(events)).toEqual(foldAll(events));
    }),
    { numRuns: 30 },
  );
});
