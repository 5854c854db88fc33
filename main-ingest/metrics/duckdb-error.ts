import { z } from 'zod';
import { MetricsError, type MetricsErrorCode, QueryError, type QueryErrorCode } from './metrics.ts';

/** What DuckDB says of an error with `errors_as_json`. `position` counts bytes of the SQL. */
const EngineError = z.object({
  exception_type: z.string(),
  exception_message: z.string(),
  error_subtype: z.string().optional(),
  position: z.coerce.number().optional(),
  candidates: z.string().optional(),
  type: z.string().optional(),
});
type EngineError = z.infer<typeof EngineError>;

/** Reads the error of a failed query for the person who wrote it. */
export function queryErrorOf(cause: unknown, sql: string): QueryError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const error = parseEngineError(text);
  if (error === undefined) return new QueryError('FAILED', text, { cause });
  const position = error.position === undefined ? undefined : characterAt(sql, error.position);
  const tip = tipOf(error);
  return new QueryError(codeOf(error), messageOf(error), {
    ...(position === undefined ? {} : { position }),
    ...(tip === undefined ? {} : { tip }),
    cause,
  });
}

/** What DuckDB says of a file that is not as it wrote it; its blocks bear checksums. */
const DAMAGED = /corrupt database file|not a valid DuckDB database file|replaying WAL|deserialize|serialization error/i;

/** What to do about a damaged store. */
export const REBUILD_TIP =
  'Nothing that the history has is lost: make the metrics anew of it, by the button in Health or with `npm run rebuild -- metrics`.';

/** Reads why the store could not be opened: damage names the file and what to do. */
export function openErrorOf(cause: unknown, file: string): unknown {
  const text = cause instanceof Error ? cause.message : String(cause);
  const message = parseEngineError(text)?.exception_message ?? text;
  if (!DAMAGED.test(text)) return cause;
  return new MetricsError('DAMAGED', `${file} is damaged on the disk (${message}). ${REBUILD_TIP}`, cause);
}

/**
 * Whether the system refused the process memory, which DuckDB's own limit had left it: what is in use is then held by more than
 * the queries that run, and only a new process has room again.
 */
export function isOutOfRoom(cause: unknown): boolean {
  return /bad[ _]alloc/i.test(cause instanceof Error ? cause.message : String(cause));
}

/** Errors of a write that come from its rows. */
const OF_ROWS: ReadonlySet<string> = new Set([
  'Conversion',
  'Constraint',
  'Out of Range',
  'Invalid Input',
  'Mismatch Type',
]);

/** Reads the error of a failed write: a MetricsError unless its rows are to blame. */
export function writeErrorOf(cause: unknown): unknown {
  const text = cause instanceof Error ? cause.message : String(cause);
  const error = parseEngineError(text);
  if (error === undefined || OF_ROWS.has(error.exception_type)) return cause;
  const code = writeCodeOf(error);
  const tip = code === 'DAMAGED' ? `. ${REBUILD_TIP}` : '';
  return new MetricsError(code, `${error.exception_message}${tip}`, cause);
}

function writeCodeOf({ exception_type: type, exception_message: message }: EngineError): MetricsErrorCode {
  if (DAMAGED.test(message)) return 'DAMAGED';
  if (type === 'FATAL' || message.includes('has been invalidated') || isOutOfRoom(message)) return 'BROKEN';
  if (/no space left|disk full/i.test(message)) return 'DISK_FULL';
  return type === 'Out of Memory' ? 'NO_MEMORY' : 'FAILED';
}

function parseEngineError(text: string): EngineError | undefined {
  const json = text.indexOf('{');
  if (json < 0) return undefined;
  try {
    return EngineError.safeParse(JSON.parse(text.slice(json))).data;
  } catch {
    return undefined;
  }
}

function codeOf(error: EngineError): QueryErrorCode {
  if (DAMAGED.test(error.exception_message)) return 'DAMAGED';
  switch (error.exception_type) {
    case 'Parser':
    case 'Syntax':
      return 'SYNTAX';
    case 'Binder':
      return error.error_subtype === 'COLUMN_NOT_FOUND' ? 'UNKNOWN_COLUMN' : 'SYNTAX';
    case 'Catalog':
      return error.type === 'Table' ? 'UNKNOWN_TABLE' : 'SYNTAX';
    case 'Permission':
      return 'READ_ONLY';
    case 'TransactionContext':
      return error.exception_message.includes('read-only') ? 'READ_ONLY' : 'FAILED';
    case 'Out of Memory':
      return 'MEMORY';
    case 'INTERRUPT':
      return 'CANCELLED';
    case 'Connection':
      return 'UNAVAILABLE';
    case 'Invalid Input':
    case 'Invalid':
      return error.exception_message.includes('prepared statement parameters') ? 'PARAMETER' : 'FAILED';
    default:
      return 'FAILED';
  }
}

/** The message without the lines that the tip says. */
function messageOf(error: EngineError): string {
  if (codeOf(error) === 'DAMAGED') return `The file of the metrics is damaged on the disk: ${error.exception_message}`;
  const lines = error.exception_message.split('\n').filter((line) => !/^(Did you mean|Candidate bindings)/.test(line));
  return lines.join('\n').trim();
}

function tipOf(error: EngineError): string | undefined {
  if (error.exception_type === 'Out of Memory') {
    return 'Narrow the time range, or raise the memory limit of the metrics store in the settings.';
  }
  if (codeOf(error) === 'DAMAGED') return REBUILD_TIP;
  if (error.exception_type === 'Permission') return 'Queries read the tables of the workbench only, no files.';
  if (!error.candidates || error.error_subtype === undefined) return undefined;
  if (error.error_subtype !== 'COLUMN_NOT_FOUND' && error.error_subtype !== 'MISSING_ENTRY') return undefined;
  return `Did you mean ${error.candidates
    .split(',')
    .map((name) => `"${name.trim()}"`)
    .join(' or ')}?`;
}

/** Place of a byte of the SQL's UTF-8 among its characters. */
function characterAt(sql: string, byte: number): number {
  return Buffer.from(sql).subarray(0, byte).toString().length;
}
