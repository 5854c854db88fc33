import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { QueryError } from '../metrics/metrics.ts';
import { chunked, type Table } from './text-lines.ts';
import { PARTS, workbookXml } from './xlsx-parts.ts';
import { sheetXml } from './xlsx-sheet.ts';

/** Rows of a sheet, without its header, and its columns: Excel's own limits. */
export const SHEET_ROWS = 1_048_575;
const SHEET_COLUMNS = 16_384;

/**
 * Writes a workbook of one sheet (Office Open XML): numbers as numbers, times as dates, a header that stays in sight. Rows
 * go into the file as they come, and are compressed off this thread.
 * @throws QueryError for what a sheet cannot hold
 */
export async function writeXlsx(
  file: string,
  table: Table,
  title: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (table.columns.length > SHEET_COLUMNS) {
    throw new QueryError('FAILED', `A sheet of Excel has no more than ${SHEET_COLUMNS.toLocaleString('en')} columns`, {
      tip: 'Ask for fewer columns, or export it as CSV or Parquet.',
    });
  }
  const zip = new ZipFile();
  const packed = new PassThrough();
  const rows = Readable.from(chunked(sheetXml(table)));
  // What fails while the rows are read ends the file too; the zip does not hear of it.
  rows.on('error', (error) => packed.destroy(error));
  for (const [path, xml] of Object.entries({ ...PARTS, 'xl/workbook.xml': workbookXml(title) }))
    zip.addBuffer(Buffer.from(xml), path);
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml');
  zip.end();
  zip.outputStream.pipe(packed);
  try {
    await pipeline(packed, createWriteStream(file), ...(signal ? [{ signal }] : []));
  } finally {
    rows.destroy();
  }
}
