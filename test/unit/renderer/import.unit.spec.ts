import { expect, test } from 'vitest';
import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';
import { pieces, snippetsFor } from '../../../renderer/views/first-start/snippets.ts';
import { leftMs, overall } from '../../../renderer/views/import/progress.ts';

const start = Date.parse('2026-10-03T06:00:00Z');
const at = (ms: number) => new Date(start + ms).toISOString();

function job(change: Partial<ImportJob>): ImportJob {
  return {
    id: 'a',
    file: 'run.jsonl',
    state: 'reading',
    format: 'canonical',
    bytes: 1000,
    bytesRead: 0,
    events: 0,
    games: 0,
    duplicates: 0,
    rejectedCount: 0,
    rejected: [],
    startedAt: at(0),
    endedAt: null,
    error: null,
    ...change,
  };
}

test('time left follows the pace so far', () => {
  expect(leftMs(job({ bytesRead: 250 }), start + 10_000)).toBe(30_000);
  expect(leftMs(job({ bytesRead: 0 }), start + 10_000)).toBeNull();
  expect(leftMs(job({ state: 'paused', bytesRead: 250 }), start + 10_000)).toBeNull();
});

test('files that belong together make one line; earlier imports are left out of it', () => {
  const jobs = [
    job({ id: 'now', bytesRead: 500, events: 50 }),
    job({ id: 'same', state: 'done', bytesRead: 1000, events: 100, startedAt: at(-5000), endedAt: at(1000) }),
    job({ id: 'old', state: 'done', bytesRead: 1000, events: 999, startedAt: at(-90_000), endedAt: at(-80_000) }),
  ];
  const sum = overall(jobs, 500, start + 5_000);
  expect(sum).toMatchObject({ share: 0.6, active: true, paused: false, events: 150, elapsedMs: 10_000 });
  expect(sum.eventsPerSecond).toBe(15);
});

test('snippets hold the address, and colouring loses no letter', () => {
  for (const { text } of snippetsFor('http://127.0.0.1:4680')) {
    expect(text).toContain('http://127.0.0.1:4680/api/v1/events');
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  }
});
