import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExportFormat } from '../contract/cookbook.ts';
import { type MetricsReader, QueryError } from '../metrics/metrics.ts';
import type { BoundStatement } from './parameters.ts';
import { chunked, csvLines, jsonLines, markdownLines, type Table, tableOf } from './text-lines.ts';
import { SHEET_ROWS, writeXlsx } from './xlsx.ts';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** CSV: an apostrophe before texts that a spreadsheet would take for formulas. */
  readonly guardFormulas?: boolean;
  /** Name of the file, without its ending. */
  readonly title: string;
  readonly folder: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Rows that a format which is made here may have; Parquet is made by the store and has no bound. */
const MOST_ROWS = 2_000_000;
/** Bytes that such a result may have: it is in memory while it is written. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A file older than this has been fetched, or never will be. */
const KEPT_MS = 60 * 60_000;

type TextFormat = Exclude<ExportFormat, 'parquet' | 'xlsx'>;

const LINES: Readonly<Record<TextFormat, (table: Table, options: { guardFormulas?: boolean }) => Iterable<string>>> = {
  csv: csvLines,
  json: jsonLines,
  markdown: markdownLines,
};
const TYPES: Readonly<Record<ExportFormat, readonly [ending: string, type: string]>> = {
  csv: ['csv', 'text/csv'],
  json: ['json', 'application/json'],
  markdown: ['md', 'text/markdown'],
  parquet: ['parquet', 'application/vnd.apache.parquet'],
  xlsx: ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
};

/**
 * The complete result of a statement as a file: never a part of it in silence.
 * @throws QueryError also for more rows than the format may have
 */
export async function exportResult(
  reader: MetricsReader,
  { sql, binds }: BoundStatement,
  { format, guardFormulas = false, title, folder, timeoutMs, signal }: ExportOptions,
): Promise<File> {
  await mkdir(folder, { recursive: true });
  await removeOld(folder);
  const [ending, type] = TYPES[format];
  const file = join(folder, `${title}-${crypto.randomUUID()}.${ending}`);
  try {
    if (format === 'parquet') {
      await reader.exportParquet(sql, binds, file, signal ? { signal } : {});
    } else {
      const maxRows = format === 'xlsx' ? SHEET_ROWS : MOST_ROWS;
      const result = await reader.query(sql, binds, {
        maxRows,
        maxBytes: MOST_BYTES,
        timeoutMs,
        lane: 'free',
        ...(signal && { signal }),
      });
      if (result.truncated) throw result.rowCount < maxRows ? tooLarge() : tooMany(format, maxRows);
      if (format === 'xlsx') await writeXlsx(file, tableOf(result.columns, result.blocks), title, signal);
      else await writeText(file, LINES[format](tableOf(result.columns, result.blocks), { guardFormulas }), signal);
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return new File([await openAsBlob(file, { type })], `${title}.${ending}`, { type });
}

async function writeText(file: string, lines: Iterable<string>, signal: AbortSignal | undefined): Promise<void> {
  await pipeline(Readable.from(chunked(lines)), createWriteStream(file), ...(signal ? [{ signal }] : []));
}

function tooMany(format: ExportFormat, most: number): QueryError {
  const rows = most.toLocaleString('en');
  return format === 'xlsx'
    ? new QueryError('FAILED', `The result has more than ${rows} rows, all that a sheet of Excel has room for`, {
        tip: 'Export it as CSV or Parquet, or ask for fewer rows.',
      })
    : new QueryError('FAILED', `The result has more than ${rows} rows`, {
        tip: 'Export it as Parquet, which has no bound.',
      });
}

function tooLarge(): QueryError {
  return new QueryError('FAILED', `The result has more than ${Math.floor(MOST_BYTES / 1_000_000)} MB`, {
    tip: 'Export it as Parquet, which has no bound.',
  });
}

async function removeOld(folder: string): Promise<void> {
  const old = Date.now() - KEPT_MS;
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < old) await rm(file, { force: true });
  }
}
