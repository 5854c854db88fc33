import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteHistory, openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import { historyContract } from './history.contract.ts';

historyContract('[real SQLite]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  const file = join(folder, 'history.sqlite');
  return {
    writer: async () => openSqliteHistory(file),
    reader: async () => openSqliteHistoryReader(file),
    remove: () => rm(folder, { recursive: true }),
  };
});
