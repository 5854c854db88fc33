import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DamagedFile, filesSetAside } from '../../../main-ingest/damage.ts';
import type { CanonicalEvent, EventRecord } from '../../../main-ingest/event/event.ts';
import { toCanonical, toRecord } from '../../../main-ingest/event/record.ts';
import { JournalError, type JournalReader } from '../../../main-ingest/journal/journal.ts';
import { examineLedger } from '../../../main-ingest/ledger/examine.ts';
import type { Ledger, OlderEvents } from '../../../main-ingest/ledger/ledger.ts';
import { openLedger } from '../../../main-ingest/ledger/sqlite.ts';

const GAMES = 400;
const EVENTS = 30;
const PAGE = 4096;

let folder: string;
let file: string;
let ledger: Ledger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'ledger.sqlite');
});

afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

function event(game: number, step: number, rest: Partial<CanonicalEvent> = {}): CanonicalEvent {
  return {
    eventId: `${game.toString(16).padStart(8, '0')}-0000-4000-8000-${step.toString(16).padStart(12, '0')}`,
    eventType: 'ShopLeft',
    timestamp: '2026-10-01T09:30:00Z',
    sessionId: `game-${game}`,
    data: {},
    ...rest,
  };
}

/** Events of many games, as the journal holds them. */
const journal: readonly EventRecord[] = Array.from({ length: GAMES * EVENTS }, (_, at) =>
  toRecord(event(at % GAMES, Math.floor(at / GAMES)), Math.floor(at / GAMES)),
);
const reader: JournalReader = {
  read: (from, durable, maxEvents) => journal.slice(from, Math.min(durable, from + maxEvents)),
  gapEnd: (position) => position,
  close: () => undefined,
};
const whole = { position: journal.length, oldest: 0 };

/** A ledger's file that knows the whole journal. */
function makeFile(): void {
  const made = openLedger(file, reader, journal.length);
  made.save(journal.length);
  made.close();
}

function open({ position, oldest } = whole, older?: OlderEvents): Ledger {
  return openLedger(file, reader, position, oldest, { place: () => ({ position, oldest }), ...(older && { older }) });
}

/** Writes over all pages of a table and its indexes, behind the back of who has the file open. */
function damage(table: string): void {
  const database = new Database(file, { readonly: true });
  const pages = database
    .prepare<[string, string], number>('SELECT pageno FROM dbstat WHERE name = ? OR name LIKE ?')
    .pluck()
    .all(table, `sqlite_autoindex_${table}%`);
  database.close();
  expect(pages.length).toBeGreaterThan(0);
  const descriptor = openSync(file, 'r+');
  for (const page of pages) writeSync(descriptor, Buffer.alloc(PAGE, 0x2a), 0, PAGE, (page - 1) * PAGE);
  closeSync(descriptor);
}

function expectAllKnown(): void {
  const next = ledger.admit([event(7, 7), event(8, EVENTS), event(9, EVENTS, { sequenceId: 3 }), event(1000, 0)]);
  expect(next.records.map(({ sessionId, sequenceId }) => [sessionId, sequenceId])).toEqual([
    ['game-8', EVENTS],
    ['game-1000', 0],
  ]);
  expect([next.duplicates, next.refused.map(({ index }) => index)]).toEqual([1, [2]]);
}

describe('a damaged file is set aside and begun anew', () => {
  test.each(['game', 'game_ids'])('when a batch comes upon the pages of %s', (table) => {
    makeFile();
    ledger = open();
    damage(table);
    expectAllKnown();
    expect(filesSetAside(folder)).toHaveLength(1);
    ledger.save(journal.length);
    ledger.close();
    ledger = open();
    expect(ledger.checkpoint()).toBe(journal.length);
    expect(ledger.admit([event(7, 7), event(6, 6)]).duplicates).toBe(2);
    expect(filesSetAside(folder)).toHaveLength(1);
  });

  test('when it is saved', () => {
    makeFile();
    ledger = open();
    const { records } = ledger.admit([event(2000, 0), event(2000, 1)]);
    expect(records).toHaveLength(2);
    damage('game');
    ledger.save(journal.length);
    expectAllKnown();
    expect(filesSetAside(folder)).toHaveLength(1);
    // What was under way is known to be so still.
    ledger.forget(records);
    expect(ledger.admit([event(2000, 2), event(2000, 1)]).records.map(({ sequenceId }) => sequenceId)).toEqual([0, 1]);
  });

  test.each([
    ['all of it', 0, 100 * PAGE],
    ['its first page', 0, PAGE],
    ['the middle', 5 * PAGE, PAGE],
  ])('when it is opened: %s', (_, from, bytes) => {
    makeFile();
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(bytes, 0x2a), 0, bytes, from);
    closeSync(descriptor);
    ledger = open();
    expectAllKnown();
    expect(filesSetAside(folder)).toHaveLength(1);
  });

  test.each([
    ['an id', "UPDATE game_ids SET ids = CAST(x'01' || substr(ids, 2) AS BLOB)"],
    ['a step', "UPDATE game SET sequences = replace(sequences, ',', '9,')"],
    ['a step into no number', "UPDATE game SET sequences = replace(sequences, ',', '?,')"],
    ['a recent id', "UPDATE recent SET ids = CAST(x'01' || substr(ids, 2) AS BLOB)"],
    ['what it knows into more than the journal has', 'UPDATE progress SET checkpoint = checkpoint + 1024'],
  ])('when it was changed: %s', (_, change) => {
    makeFile();
    const database = new Database(file);
    expect(() => examineLedger(database)).not.toThrow();
    expect(database.prepare(change).run().changes).toBeGreaterThan(0);
    if (!change.includes('progress')) expect(() => examineLedger(database)).toThrow(DamagedFile);
    database.close();
    ledger = open();
    expectAllKnown();
    expect(filesSetAside(folder)).toHaveLength(1);
  });

  test('as soon as the disk lets it', () => {
    makeFile();
    ledger = open();
    const { records } = ledger.admit([event(2000, 0)]);
    damage('game');
    renameSync(folder, `${folder}-away`);
    expect(() => ledger.admit([event(7, 7)])).toThrow(JournalError);
    expect(() => ledger.save(journal.length)).toThrow(JournalError);
    renameSync(`${folder}-away`, folder);
    expectAllKnown();
    ledger.forget(records);
    expect(ledger.admit([event(2000, 0)]).records).toHaveLength(1);
  });
});

test('what was before the file began is asked of who keeps it', () => {
  const oldest = 200 * EVENTS;
  const older: OlderEvents = (sessionId) => journal.slice(0, oldest).filter((one) => one.sessionId === sessionId);
  ledger = open({ position: journal.length, oldest }, older);
  expectAllKnown();
  ledger.save(journal.length);
  ledger.close();
  ledger = open({ position: journal.length, oldest }, older);
  expect(ledger.admit([event(5, 0), event(5, EVENTS - 1)]).duplicates).toBe(2);
});

test('an event that the journal has lost is known as far as somebody keeps it', () => {
  makeFile();
  const lost = { from: 11_000, end: journal.length };
  const inHistory = 11_500;
  const gapped: JournalReader = {
    ...reader,
    read: (from, durable, ...bounds) => reader.read(from, Math.min(durable, lost.from), ...bounds),
    gapEnd: (position) => (position >= lost.from && position < lost.end ? lost.end : position),
  };
  const open = (position: number, older: OlderEvents) =>
    openLedger(file, gapped, position, 0, { place: () => ({ position, oldest: 0 }), older });
  const history: OlderEvents = (session) =>
    journal.slice(0, inHistory).filter(({ sessionId }) => sessionId === session);
  ledger = open(journal.length, history);
  const at = (place: number) => toCanonical(journal[place] ?? expect.fail());
  const { records, duplicates } = ledger.admit([at(10_999), at(11_000), at(11_499), at(11_500), at(11_999)]);
  expect(duplicates).toBe(3);
  expect(records).toEqual([journal[11_500], journal[11_999]]);
  ledger.save(journal.length + 2);
  ledger.close();
  // What it has passed it does not forget again.
  ledger = open(journal.length + 2, () => []);
  expect(ledger.admit([at(10_999), at(11_000), at(11_500)]).duplicates).toBe(3);
});

test('rows of earlier versions have no checksums', () => {
  makeFile();
  const database = new Database(file);
  database.exec(`UPDATE game_ids SET ids = substr(ids, 1, length(ids) - 4); DROP TABLE recent; DROP TABLE known;
    UPDATE game SET sequences = substr(sequences, 1, instr(sequences, ' ') - 1);`);
  database.close();
  expect(readFileSync(file).length).toBe(statSync(file).size);
  ledger = open();
  expectAllKnown();
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
});
