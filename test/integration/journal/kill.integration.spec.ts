import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toCanonical } from '../../../main-ingest/event/record.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { openLedger } from '../../../main-ingest/ledger/sqlite.ts';
import { numberedEvents } from '../../numbered-events.ts';
import type { Life } from './producer.ts';
import { random } from './random.ts';

const KILLS = 26;
const producer = join(import.meta.dirname, 'producer.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Lets a producer live until it kills itself, or until so many answers and then so long. Answers what it had said. */
function live(life: Life, kill?: { answers: number; afterMs: number }): Promise<{ opened: number; durable: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [producer, JSON.stringify(life)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Should it hang, it does not outlive the test.
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    let opened = -1;
    let durable = life.from;
    let answers = 0;
    let complaint = '';
    createInterface(child.stdout).on('line', (line) => {
      const [word, number] = line.split(' ');
      if (word === 'opened') opened = Number(number);
      if (word === 'durable') durable = Number(number);
      answers++;
      if (kill && answers === kill.answers) setTimeout(() => child.kill('SIGKILL'), kill.afterMs);
    });
    child.stderr.on('data', (text) => {
      complaint += text;
    });
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve({ opened, durable });
      else reject(new Error(`the producer ended by itself: ${complaint}`));
    });
  });
}

test.each(['os', 'always'] as const)(
  `a process killed ${KILLS} times with sync: %s keeps what it answered, in order, once`,
  async (sync) => {
    const next = random(sync === 'os' ? 4 : 6);
    let durable = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const life = { folder, sync, seed: kill, from: durable };
      const part = next();
      const ended =
        kill % 2 === 0
          ? await live({ ...life, diesInCall: 2 + Math.floor(next() * 60), part })
          : await live(life, { answers: 1 + Math.floor(next() * 50), afterMs: part * 3 });
      if (ended.opened >= 0) expect(ended.opened).toBeGreaterThanOrEqual(durable);
      durable = ended.durable;
    }
    expect(durable).toBeGreaterThan(KILLS * 50);

    const published = new Published();
    const options = { sync, maxBytes: 1 << 30, segmentBytes: 1 << 20 };
    const journal = await openJournal(join(folder, 'journal'), options, published);
    const reader = openJournalReader(join(folder, 'journal'));
    const position = published.durable();
    expect(position).toBeGreaterThanOrEqual(durable);
    // One producer, in order, nothing lost and nothing twice: an event's number is its position.
    for (let at = 0; at < position; ) {
      const events = reader.read(at, position, 1000, 1 << 20);
      const ids = numberedEvents(at, at + events.length).map(({ eventId }) => eventId);
      expect(events.map(({ eventId }) => eventId)).toEqual(ids);
      at += events.length;
    }

    const ledger = openLedger(join(folder, 'ledger.sqlite'), reader, position);
    const all = numberedEvents(0, position + 10).map(toCanonical);
    expect(ledger.checkpoint()).toBeLessThanOrEqual(position);
    expect(ledger.admit(all.slice(0, position)).duplicates).toBe(position);
    expect(ledger.admit(all.slice(position)).duplicates).toBe(0);
    ledger.close();
    reader.close();
    await journal.close();
  },
);
