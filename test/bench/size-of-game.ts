import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { loadConfig } from '../../main-ingest/config.ts';
import { openEngine } from '../../main-ingest/engine.ts';
import { readRecording } from '../recordings.ts';
import type { Benchmark } from './bench.ts';

/** What a complete game takes on disk in all stores, once the journal behind it is trimmed. */
export const sizeOfGame: Benchmark = {
  name: 'size',
  what: 'bytes of a complete game in all stores',
  async run({ folder, say }) {
    const lines = readRecording('train-small.jsonl.gz');
    const games = new Set<string>();
    const values = lines.map((line) => {
      const event: { sessionId: string; sequenceId?: number } = JSON.parse(line);
      if (event.sequenceId !== undefined) games.add(event.sessionId);
      return event;
    });
    say(`${games.size} games, ${lines.length} events`);
    const data = join(folder, 'data');
    const engine = await openEngine(loadConfig({ dataFolder: data, env: {} }));
    await engine.intake.accept(values, { name: 'bench' });
    await engine.delivered();
    await sleep(3_000);
    await engine.close();
    const size = (name: string): number => statSync(join(data, name)).size / games.size;
    const history = size('history.sqlite');
    const metrics = size('metrics.duckdb');
    const ledger = size('ledger.sqlite');
    return [
      {
        name: 'a complete game in all stores',
        value: history + metrics + ledger,
        unit: 'bytes',
        baseline: { what: 'its JSON lines under gzip', value: gzipSync(lines.join('\n')).length / games.size },
        detail: { history, metrics, ledger, 'JSON lines': Buffer.byteLength(lines.join('\n')) / games.size },
      },
    ];
  },
};
