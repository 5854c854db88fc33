import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { recordedEvents } from '../../recordings.ts';
import { gamesContract, RECORDING } from './games.contract.ts';

gamesContract('real DuckDB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'games-'));
  const duckdb = await openDuckdb({
    file: join(folder, 'metrics.duckdb'),
    memoryLimitMb: 512,
    exportFolder: join(folder, 'export'),
  });
  const events = recordedEvents(RECORDING);
  const { rows, checkpoint } = new MetricsFold(new Map()).fold(events, events.length);
  await duckdb.writer.write(rows, checkpoint);
  return {
    metrics: duckdb.reader,
    remove: async () => {
      await duckdb.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
