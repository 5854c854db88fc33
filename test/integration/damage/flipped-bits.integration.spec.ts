import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examineSqliteHistory } from '../../../main-ingest/history/sqlite-examine.ts';
import { listSegments } from '../../../main-ingest/journal/segment-files.ts';
import { makeWholeFolder, undeliveredFrom, type WholeFolder } from '../../damaged-folder.ts';
import { expectNoLie } from '../../expect-no-lie.ts';
import { flipBit } from '../../flipped.ts';

/** One flip of each kind where it hurts; sixty anywhere are in `test/faults/storage`. */
describe('one flipped bit where it hurts [real SQLite, real DuckDB]', () => {
  let whole: WholeFolder;
  beforeAll(async () => {
    whole = await makeWholeFolder();
  });
  afterAll(() => whole.remove());

  /** A byte of a run that is in use: merging leaves older ones behind. */
  function run(): { file: string; byte: number } {
    const file = 'history.sqlite';
    const bytes = readFileSync(join(whole.behind, file));
    const copy = join(mkdtempSync(join(tmpdir(), 'flipped-')), file);
    for (let at = bytes.indexOf('BWR2'); at !== -1; at = bytes.indexOf('BWR2', at + 1)) {
      writeFileSync(copy, bytes);
      flipBit(copy, 8 * (at + 60) + 1);
      if (examineSqliteHistory(copy).lost.length > 0) return { file, byte: at + 60 };
    }
    return expect.fail('no run is in use');
  }

  test.each([
    ['a frame that no store has', () => journal(), 'words', /--repair/, /events \d+ to \d+ cannot be read/],
    ['a run of the history', () => run(), 'problems', /game-.* is damaged/, /made anew with/],
    [
      'the head of the metrics',
      () => ({ file: 'metrics.duckdb', byte: 4200 }),
      'problems',
      /metrics\.duckdb is damaged .*rebuild/,
      /made anew of/,
    ],
  ] as const)('%s', async (_what, place, met, words, done) => {
    const { file, byte } = place();
    const data = mkdtempSync(join(tmpdir(), 'flipped-'));
    cpSync(whole.behind, data, { recursive: true });
    // Written into the file itself, not beside it.
    rmSync(join(data, `${file}-wal`), { force: true });
    flipBit(join(data, file), 8 * byte + 1);
    const outcome = await expectNoLie(data, { of: 'behind', file, bit: 8 * byte + 1 }, whole);
    expect(outcome.met).toBe(met);
    expect(outcome.words).toMatch(words);
    expect(outcome.done.join('\n')).toMatch(done);
    rmSync(data, { recursive: true });
  });

  function journal(): { file: string; byte: number } {
    const { bit } = undeliveredFrom(whole.behind);
    const path = listSegments(join(whole.behind, 'journal'))[0]?.path ?? '';
    return { file: path.slice(whole.behind.length + 1), byte: bit / 8 };
  }
});
