import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CellValue, ExportFormat } from '../contract/cookbook.ts';
import { type MetricsReader, QueryError, type QueryResult } from '../metrics/metrics.ts';
import type { BoundStatement } from './parameters.ts';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Name of the file, without its ending. */
  readonly title: string;
  readonly folder: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Rows that a format which is made here may have; Parquet is made by the store and has no bound. */
const MOST_ROWS = 2_000_000;
/** A file older than this has been fetched, or never will be. */
const KEPT_MS = 60 * 60_000;

type Lines = (result: QueryResult) => Iterable<string>;
type TextFormat = Exclude<ExportFormat, 'parquet' | 'xlsx'>;

const LINES: Readonly<Record<TextFormat, Lines>> = { csv: csvLines, json: jsonLines, markdown: markdownLines };
const TYPES: Readonly<Record<TextFormat | 'parquet', readonly [ending: string, type: string]>> = {
  csv: ['csv', 'text/csv'],
  json: ['json', 'application/json'],
  markdown: ['md', 'text/markdown'],
  parquet: ['parquet', 'application/vnd.apache.parquet'],
};

/**
 * The complete result of a statement as a file: never a part of it in silence.
 * @throws QueryError also for more rows than the format may have
 */
export async function exportResult(
  reader: MetricsReader,
  { sql, binds }: BoundStatement,
  { format, title, folder, timeoutMs, signal }: ExportOptions,
): Promise<File> {
  if (format === 'xlsx') {
    throw new QueryError('FAILED', 'This workbench writes no Excel files', { tip: 'Excel opens CSV; choose that.' });
  }
  await mkdir(folder, { recursive: true });
  await removeOld(folder);
  const [ending, type] = TYPES[format];
  const file = join(folder, `${title}-${crypto.randomUUID()}.${ending}`);
  if (format === 'parquet') {
    await reader.exportParquet(sql, binds, file, signal ? { signal } : {});
  } else {
    const result = await reader.query(sql, binds, { maxRows: MOST_ROWS, timeoutMs, ...(signal && { signal }) });
    if (result.truncated) {
      throw new QueryError('FAILED', `The result has more than ${MOST_ROWS.toLocaleString('en')} rows`, {
        tip: 'Export it as Parquet, which has no bound.',
      });
    }
    await pipeline(
      Readable.from(chunked(LINES[format](result))),
      createWriteStream(file),
      ...(signal ? [{ signal }] : []),
    );
  }
  return new File([await openAsBlob(file, { type })], `${title}.${ending}`, { type });
}

/** RFC 4180, UTF-8, with a header; null is an empty field. */
export function* csvLines({ columns, rows }: QueryResult): Iterable<string> {
  yield `${columns.map(({ name }) => csvField(name)).join(',')}\r\n`;
  for (const row of rows) yield `${row.map(csvField).join(',')}\r\n`;
}

function csvField(cell: CellValue): string {
  if (cell === null) return '';
  const text = Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An array of one object a row, one a line. */
export function* jsonLines({ columns, rows }: QueryResult): Iterable<string> {
  yield '[';
  let separator = '\n';
  for (const row of rows) {
    yield separator + JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
    separator = ',\n';
  }
  yield '\n]\n';
}

/** A table in GitHub's Markdown; numbers stand right. */
export function* markdownLines({ columns, rows }: QueryResult): Iterable<string> {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  yield line(columns.map(({ name }) => markdownCell(name)));
  yield line(columns.map(({ type }) => (type === 'integer' || type === 'double' ? '--:' : '---')));
  for (const row of rows) yield line(row.map(markdownCell));
}

function markdownCell(cell: CellValue): string {
  const text = cell === null ? '' : Array.isArray(cell) ? cell.map(String).join(', ') : String(cell);
  return text.replace(/[\\|<>&*_`[\]]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, ' ');
}

/** Joins short texts to pieces worth writing. */
function* chunked(lines: Iterable<string>): Iterable<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length > 64 * 1024) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

async function removeOld(folder: string): Promise<void> {
  const old = Date.now() - KEPT_MS;
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < old) await rm(file, { force: true });
  }
}
