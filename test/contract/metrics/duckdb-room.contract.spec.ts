import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { MemoryRoom } from '../../../main-ingest/metrics/memory-room.ts';

let folder: string;
let store: Duckdb;
const room = new MemoryRoom(Number.POSITIVE_INFINITY, () => {
  throw new Error('there is room');
});
const OPTIONS = { maxRows: 10, timeoutMs: 60_000 };
const ENDLESS = 'SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = 7';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'room-'));
  const exportFolder = join(folder, 'export');
  store = await openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 256, exportFolder }, room);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

test('where memory runs short free SQL gives way, with a reason, and views go on [real DuckDB]', async () => {
  const views = Array.from({ length: 5 }, (_, n) =>
    store.reader.query(`SELECT count(*) AS n FROM range(20000000) WHERE range % 7 = ${n}`, [], OPTIONS),
  );
  const free = store.reader.query(ENDLESS, [], { ...OPTIONS, lane: 'free' }).catch((error: unknown) => error);
  // Until it has begun there is nothing to stop.
  const short = setInterval(() => room.short(), 50);
  const refusal = await free;
  clearInterval(short);
  expect(refusal).toMatchObject({
    code: 'MEMORY',
    message: expect.stringContaining('left no memory for the views'),
  });
  expect((await Promise.all(views)).map(({ rows }) => Math.round(Number(rows[0]?.[0]) / 1_000_000))).toEqual([
    3, 3, 3, 3, 3,
  ]);
  // Nothing that is asked later is stopped for it.
  expect((await store.reader.query('SELECT 1 AS one', [], { ...OPTIONS, lane: 'free' })).rows).toEqual([[1]]);
});
