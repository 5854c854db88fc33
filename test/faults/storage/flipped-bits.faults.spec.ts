import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flipsOf, makeWholeFolder, type WholeFolder } from '../../damaged-folder.ts';
import { expectNoLie } from '../../expect-no-lie.ts';
import { flipBit } from '../../flipped.ts';

/** Sixty copies of a data folder, each with one flipped bit, over all kinds of files. */
const COUNTS = {
  undelivered: 7,
  delivered: 4,
  'ledger.sqlite': 6,
  'history.sqlite': 12,
  'history.sqlite-wal': 5,
  'metrics.duckdb': 7,
  'metrics.duckdb.wal': 4,
  'workspace.sqlite': 5,
  'workspace.sqlite-wal': 2,
  'quarantine.sqlite': 4,
  'live.json': 2,
  'analyses/mine.yaml': 1,
  'workbench.yaml': 1,
};
const SEED = Number(process.env.WORKBENCH_FAULTS_SEED ?? 2026);

describe(`one flipped bit in a data folder, seed ${SEED} [real SQLite, real DuckDB]`, () => {
  let whole: WholeFolder;
  beforeAll(async () => {
    whole = await makeWholeFolder();
  });
  afterAll(() => whole.remove());

  test.each(Object.entries(COUNTS))('%s', async (kind, count) => {
    const met: string[] = [];
    for (const flip of flipsOf(whole, { [kind]: count }, SEED + kind.length)) {
      const data = mkdtempSync(join(tmpdir(), 'flipped-'));
      cpSync(whole[flip.of], data, { recursive: true });
      flipBit(join(data, flip.file), flip.bit);
      met.push((await expectNoLie(data, flip, whole)).met);
      rmSync(data, { recursive: true });
    }
    process.stdout.write(`${kind}: ${met.join(' ')}\n`);
    expect(met.length).toBeLessThanOrEqual(count);
  });
});
