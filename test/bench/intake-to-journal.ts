import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Intake } from '../../main-ingest/intake/intake.ts';
import { Published } from '../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../main-ingest/journal/segments.ts';
import { openLedger } from '../../main-ingest/ledger/sqlite.ts';

import type { BenchContext, Benchmark, Measurement } from './bench.ts';
import { FreshGames } from './fresh-games.ts';

const PRODUCERS = 100;
const BATCH = 50;

interface Post {
  readonly body: string;
  readonly events: number;
}

/** From the text of a post to its acknowledgement, without a network; 100 producers that each wait for theirs. */
export const intakeToJournal: Benchmark = {
  name: 'intake',
  what: 'intake → journal, 100 producers, no network',
  async run(context) {
    const posts = makePosts(context.quick ? 40_000 : 600_000);
    return [await measure(context, posts, 'always'), await measure(context, posts, 'os')];
  },
};

function makePosts(events: number): Post[] {
  const fresh = new FreshGames();
  const posts: Post[] = [];
  for (let made = 0; made < events; ) {
    for (const post of fresh.posts(BATCH)) {
      posts.push({ body: post.body.toString(), events: post.events });
      made += post.events;
    }
  }
  return posts;
}

async function measure(
  { folder, say }: BenchContext,
  posts: readonly Post[],
  sync: 'always' | 'os',
): Promise<Measurement> {
  const events = posts.reduce((sum, post) => sum + post.events, 0);
  say(`${events} events with journal.sync ${sync}`);
  const bareSeconds = await bare(join(folder, `bare-${sync}`), posts, sync);

  const journalFolder = join(folder, `journal-${sync}`);
  const published = new Published();
  const journal = await openJournal(journalFolder, { sync, maxBytes: 2 ** 33, segmentBytes: 2 ** 26 }, published);
  const reader = openJournalReader(journalFolder);
  const ledger = openLedger(join(folder, `ledger-${sync}.sqlite`), reader, 0);
  const intake = new Intake({ journal, ledger, refuse: ({ reason }) => say(`refused: ${reason}`) });
  const start = performance.now();
  await produce(posts, async ({ body }) => {
    const post: { events: unknown[] } = JSON.parse(body);
    await intake.accept(post.events, { name: 'bench' });
  });
  const seconds = (performance.now() - start) / 1000;
  const { bytes } = journal.state();
  ledger.close();
  reader.close();
  await journal.close();
  return {
    name: `intake to journal, sync ${sync}`,
    value: events / seconds,
    unit: 'events/s',
    baseline: { what: 'JSON.parse and the same texts to one file', value: events / bareSeconds },
    detail: { 'journal bytes an event': bytes / events },
  };
}

/** What nothing can do without: parse, write, and sync as often as all producers wait. Seconds. */
async function bare(path: string, posts: readonly Post[], sync: 'always' | 'os'): Promise<number> {
  const file = await open(path, 'w');
  const start = performance.now();
  for (let from = 0; from < posts.length; from += PRODUCERS) {
    const group = posts.slice(from, from + PRODUCERS);
    for (const { body } of group) JSON.parse(body);
    await file.write(group.map(({ body }) => body).join('\n'));
    if (sync === 'always') await file.datasync();
  }
  const seconds = (performance.now() - start) / 1000;
  await file.close();
  return seconds;
}

async function produce(posts: readonly Post[], send: (post: Post) => Promise<void>): Promise<void> {
  const waiting = posts.values();
  await Promise.all(
    Array.from({ length: PRODUCERS }, async () => {
      for (const post of waiting) await send(post);
    }),
  );
}
