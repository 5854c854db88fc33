import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { MetricsError, type MetricsReader, type MetricsWriter } from '../../../main-ingest/metrics/metrics.ts';
import { openQuestdb, type Questdb } from '../../../main-ingest/metrics/questdb.ts';
import { applied } from '../../../main-ingest/metrics/questdb-writer.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { TABLES } from '../../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../../recordings.ts';
import { type QuestdbServer, questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';
import { because } from '../../skip-reason.ts';

const BATCH = 2000;
const missing = await questdbMissing();

if (missing !== undefined) test.skip(`QuestDB is left out: ${missing}`);

describe.skipIf(missing !== undefined)(
  because(missing, 'the same recording in [real DuckDB] and [real QuestDB]'),
  () => {
    const events = recordedEvents('train-small.jsonl.gz');
    let folder: string;
    let server: QuestdbServer;
    let admin: Pool;
    let duckdb: Duckdb;
    let questdb: Questdb;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'metrics-'));
      // Without it no table can be suspended on purpose.
      server = await startQuestdb({ QDB_DEV_MODE_ENABLED: 'true' });
      const exportFolder = join(folder, 'export');
      duckdb = await openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 256, exportFolder });
      questdb = await openQuestdb({ ...server, schemaFile: SCHEMA_FILE, exportFolder });
      admin = new Pool({ connectionString: server.pgUrl, max: 1 });
      admin.on('error', () => undefined);
      await deliver(duckdb.writer);
    });

    afterAll(async () => {
      await questdb.close();
      await duckdb.close();
      await admin.end();
      await server.stop();
      await rm(folder, { recursive: true });
    });

    /** Delivers as the engine does: from the store's checkpoint on, and again from there when it fails. */
    async function deliver(
      writer: MetricsWriter,
      between: (position: number) => Promise<void> = async () => undefined,
    ) {
      let fold: MetricsFold | undefined;
      let position = 0;
      let failures = 0;
      while (position < events.length) {
        try {
          if (fold === undefined) {
            const saved = await writer.checkpoint();
            fold = new MetricsFold(saved.carry);
            position = saved.position;
          }
          const next = Math.min(position + BATCH, events.length);
          const { rows, checkpoint } = fold.fold(events.slice(position, next), next);
          const interrupted = between(position);
          await writer.write(rows, checkpoint);
          await interrupted;
          position = next;
        } catch (error) {
          failures += 1;
          if (failures > 100 || !(error instanceof MetricsError)) throw error;
          fold = undefined;
          await new Promise((done) => setTimeout(done, 200));
        }
      }
      return failures;
    }

    async function contentOf(reader: MetricsReader, table: (typeof TABLES)[number]) {
      const columns = table.columns.map((column) => column.name).join(', ');
      const sql = `SELECT ${columns} FROM ${table.name} ORDER BY ${table.key.join(', ')}`;
      return reader.query(sql, [], { maxRows: 1_000_000, timeoutMs: 60_000 });
    }

    test('is the same rows, though the server is killed on the way and started again', async () => {
      const kills = new Set([4_000, 20_000]);
      const failures = await deliver(questdb.writer, async (position) => {
        if (!kills.delete(position)) return;
        await server.kill();
        await server.restart();
      });
      expect(failures).toBeGreaterThan(0);
      expect((await questdb.writer.checkpoint()).position).toBe(events.length);
      for (const table of TABLES) {
        await applied(admin, table.name);
        const [expected, found] = await Promise.all([
          contentOf(duckdb.reader, table),
          contentOf(questdb.reader, table),
        ]);
        expect(found.columns).toEqual(expected.columns);
        expect(found.rows, table.name).toEqual(expected.rows);
      }
    });

    test('a suspended table is noticed, and goes on where it stopped', async () => {
      // It is looked for every 5 s and resumed at once, which may be right now.
      const suspended = async () => {
        await admin.query('ALTER TABLE system_metrics SUSPEND WAL');
        return (await questdb.reader.tables()).filter((table) => table.suspended).map((table) => table.name);
      };
      await expect.poll(suspended).toEqual(['system_metrics']);
      const row = [Date.UTC(2026, 8, 28) * 1000, 'trainer', 'late', 1];
      const { position, carry } = await questdb.writer.checkpoint();
      await questdb.writer.write(new Map([['system_metrics', [row]]]), { position, carry });
      await expect.poll(() => rowsOf('late'), { timeout: 20_000, interval: 200 }).toBe(1);
    });

    async function rowsOf(name: string): Promise<unknown> {
      const sql = 'SELECT count(*) FROM system_metrics WHERE name = $1';
      const { rows } = await questdb.reader.query(sql, [name], { maxRows: 1, timeoutMs: 10_000 });
      return rows[0]?.[0];
    }
  },
);
