import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startHistoryThread } from '../../../main-ingest/delivery/store-thread.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal } from '../../../main-ingest/journal/segments.ts';
import { recordedEvents } from '../../recordings.ts';

/**
 * A process that takes in a recording and delivers it to the history, going on where the one before it was killed.
 * Writes a line for what it does, so that the test knows when to kill it; ends when all is delivered.
 */
const [folder = '', recording = ''] = process.argv.slice(2);
const events = recordedEvents(recording);
const published = new Published();
const journalFolder = join(folder, 'journal');
mkdirSync(journalFolder, { recursive: true });
const journal = await openJournal(journalFolder, { sync: 'os', maxBytes: 2 ** 30, segmentBytes: 2 ** 20 }, published);
const history = startHistoryThread({
  journalFolder,
  published: published.buffer,
  quarantineFile: join(folder, 'quarantine.sqlite'),
  history: { kind: 'sqlite', file: join(folder, 'history.sqlite') },
});

console.log(`position ${journal.state().position}`);
while (journal.state().position < events.length) {
  const { position } = journal.state();
  await journal.append(events.slice(position, position + 200));
  await journal.trim(history.checkpoint());
  console.log(`appended ${journal.state().position}`);
  await wait(5);
}
while (history.checkpoint() < events.length) await wait(5);
console.log('delivered');
await history.close();
await journal.close();
