import { openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { recordedEvents } from '../../recordings.ts';

/** Delivers a recording to the store in a folder, from its checkpoint on, and says each position that was confirmed. */
const [folder = '', recording = '', size = ''] = process.argv.slice(2);
const events = recordedEvents(recording);
const { writer, close } = await openDuckdb({
  file: `${folder}/metrics.duckdb`,
  memoryLimitMb: 256,
  exportFolder: `${folder}/export`,
});
const saved = await writer.checkpoint();
const fold = new MetricsFold(saved.carry);
for (let position = saved.position; position < events.length; ) {
  const next = Math.min(position + Number(size), events.length);
  const { rows, checkpoint } = fold.fold(events.slice(position, next), next);
  await writer.write(rows, checkpoint);
  position = next;
  process.stdout.write(`${position}\n`);
}
await close();
