import type { EventRecord } from '../../main-ingest/event/event.ts';
import { GameReplay } from '../../main-ingest/replay/game-replay.ts';
import { recordedEvents } from '../recordings.ts';
import { type Benchmark, type Measurement, percentile, timings } from './bench.ts';

/** Any step of a long game, and the next one; against a fold of the whole game from its start. */
export const seekInLongGame: Benchmark = {
  name: 'seek',
  what: 'any state of a long game',
  async run({ say, quick }) {
    const measurements: Measurement[] = [];
    for (const length of [2_000, 5_000]) {
      const records = longGame(length);
      say(`a game of ${records.length} events`);
      const whole = await timings(5, () => new GameReplay().append(records));
      const replay = new GameReplay();
      replay.append(records);
      let step = 0;
      const seeks = await timings(quick ? 200 : 2_000, () => {
        step = (step * 7919 + 104_729) % records.length;
        replay.boardAt(step);
      });
      const steps = await timings(quick ? 200 : 2_000, (index) => replay.steps(index, index));
      measurements.push(
        compare(`seek in ${length} events, P95`, seeks, percentile(whole, 0.5)),
        compare(`one step of ${length} events, P95`, steps, percentile(whole, 0.5)),
      );
    }
    return measurements;
  },
};

function compare(name: string, sorted: readonly number[], foldMs: number): Measurement {
  return {
    name,
    value: percentile(sorted, 0.95),
    unit: 'ms',
    baseline: { what: 'fold of the whole game', value: foldMs },
    detail: { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: percentile(sorted, 1) },
  };
}

/** The events of recorded endless games one after the other, as one game. */
function longGame(length: number): EventRecord[] {
  const recorded = recordedEvents('endless.jsonl.gz').filter((record) => record.sequenceId >= 0);
  const sessionId = recorded[0]?.sessionId ?? '';
  return recorded.slice(0, length).map((record, index) => ({ ...record, sessionId, sequenceId: index }));
}
