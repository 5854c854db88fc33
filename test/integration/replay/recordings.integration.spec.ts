import { describe, expect, test } from 'vitest';
import { ReplaySummary, Step } from '../../../main-ingest/contract/replay.ts';
import type { CanonicalEvent } from '../../../main-ingest/event/event.ts';
import { readEvent } from '../../../main-ingest/event/validation.ts';
import { GameReplay } from '../../../main-ingest/replay/game-replay.ts';
import { verifyGames } from '../../../main-ingest/replay/verify.ts';
import { readRecording, recordedEvents } from '../../recordings.ts';

function checked(recording: string): CanonicalEvent[] {
  return readRecording(recording).flatMap((line) => {
    const reading = readEvent(JSON.parse(line));
    return 'event' in reading ? [reading.event] : [];
  });
}

describe.each([
  { recording: 'train-small.jsonl.gz', games: 60, events: 33_719, snapshots: 888, fields: 13_395 },
  { recording: 'endless.jsonl.gz', games: 6, events: 6_242, snapshots: 109, fields: 1_650 },
])('$recording', ({ recording, ...counts }) => {
  test('agrees with every snapshot of its producer', async () => {
    expect(await verifyGames(checked(recording))).toMatchObject({ ...counts, mismatches: 0, gaps: 0, duplicates: 0 });
  });

  test('is told in the shapes of the contract, game by game', () => {
    const games = Map.groupBy(
      recordedEvents(recording).filter(({ sequenceId }) => sequenceId >= 0),
      ({ sessionId }) => sessionId,
    );
    for (const events of games.values()) {
      const replay = new GameReplay();
      replay.append(events);
      const summary = ReplaySummary.parse(replay.summary());
      expect(summary.steps).toHaveLength(events.length);
      expect(summary.gaps).toEqual([]);
      expect(summary.moments.at(-1)?.kind).toBe('end');
      for (const step of replay.steps(0, 255)) Step.parse(step);
    }
  });
});
