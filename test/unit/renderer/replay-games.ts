import type { ReplaySummary, Step } from '../../../main-ingest/contract/replay.ts';
import { GameReplay } from '../../../main-ingest/replay/game-replay.ts';
import { recordedEvents } from '../../recordings.ts';

export interface ReplayedGame {
  readonly summary: ReplaySummary;
  readonly steps: readonly Step[];
}

/** The first games of `train-small` as the engine answers them. */
export function replayedGames(count: number): readonly ReplayedGame[] {
  const bySession = new Map<string, Parameters<GameReplay['append']>[0][number][]>();
  for (const record of recordedEvents('train-small.jsonl.gz')) {
    const game = bySession.get(record.sessionId);
    if (game) game.push(record);
    else if (record.eventType === 'GameStarted' && bySession.size < count) bySession.set(record.sessionId, [record]);
  }
  return [...bySession.values()].map((records) => {
    const replay = new GameReplay();
    replay.append(records);
    return { summary: replay.summary(), steps: replay.steps(0, replay.lastStep) };
  });
}
