import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readRecording } from '../recordings.ts';
import { runCommand } from '../workbench.ts';
import type { Benchmark } from './bench.ts';

const recording = join(import.meta.dirname, '..', 'recordings', 'train-small.jsonl.gz');

/** What a complete game takes on disk in all stores, once the journal behind it is trimmed. */
export const sizeOfGame: Benchmark = {
  name: 'size',
  what: 'bytes of a complete game in all stores',
  async run({ folder, say }) {
    const lines = readRecording(recording);
    const games = new Set<string>();
    for (const line of lines) {
      const event: { sessionId: string; sequenceId?: number } = JSON.parse(line);
      if (event.sequenceId !== undefined) games.add(event.sessionId);
    }
    say(`${games.size} games, ${lines.length} events`);
    const data = join(folder, 'data');
    const { code, stderr } = await runCommand(['import', recording, '--data', data]);
    if (code !== 0) throw new Error(stderr);
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
