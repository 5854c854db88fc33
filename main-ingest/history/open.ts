import type { HistoryReader, HistoryWriter } from './history.ts';
import { openSqliteHistory, openSqliteHistoryReader } from './sqlite.ts';

/** Which history, and where. Plain data: it is handed to threads. */
export interface HistoryOptions {
  readonly kind: 'sqlite';
  readonly file: string;
}

export async function openHistoryWriter(options: HistoryOptions): Promise<HistoryWriter> {
  return openSqliteHistory(options.file);
}

export async function openHistoryReader(options: HistoryOptions): Promise<HistoryReader> {
  return openSqliteHistoryReader(options.file);
}
