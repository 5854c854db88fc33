import { MetricsError, QueryError, type QueryErrorCode } from './metrics.ts';

/** What a message of QuestDB means: it has no codes for it. */
const MEANINGS: readonly (readonly [RegExp, QueryErrorCode])[] = [
  [/^Invalid column|^Invalid table name or alias/i, 'UNKNOWN_COLUMN'],
  [/table does not exist|table and column names .* not found/i, 'UNKNOWN_TABLE'],
  [/permission denied|access denied|cancellation is disabled|read.?only/i, 'READ_ONLY'],
  [/undefined bind variable|bind variable/i, 'PARAMETER'],
  [/timeout, query aborted/i, 'TIMEOUT'],
  [/cancelled by user|query aborted/i, 'CANCELLED'],
  [/memory limit exceeded|out of memory|RSS/i, 'MEMORY'],
  [/ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|Connection terminated|connection timeout/i, 'UNAVAILABLE'],
];

/**
 * Reads the error of a failed query for the person who wrote it.
 * @param sourcePosition place in the statement as it was written of a place in the one that was sent
 */
export function queryErrorOf(
  cause: unknown,
  sourcePosition: (position: number) => number = (position) => position,
): QueryError {
  const message = messageOf(cause);
  const place = Number(cause instanceof Error && 'position' in cause ? cause.position : undefined);
  const known = MEANINGS.find(([pattern]) => pattern.test(message))?.[1];
  const code = known ?? (place > 0 ? 'SYNTAX' : 'FAILED');
  const tip = tipOf(code);
  return new QueryError(code, code === 'UNAVAILABLE' ? `QuestDB does not answer: ${message}` : message, {
    ...(place > 0 ? { position: sourcePosition(place - 1) } : {}),
    ...(tip === undefined ? {} : { tip }),
    cause,
  });
}

function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}

function tipOf(code: QueryErrorCode): string | undefined {
  switch (code) {
    case 'READ_ONLY':
      return 'Ask with SELECT, or with a recipe.';
    case 'MEMORY':
      return 'Narrow the time range, or give QuestDB more memory.';
    case 'TIMEOUT':
      return 'Narrow the time range, or ask for less at once.';
    case 'UNAVAILABLE':
      return 'See on the health page since when; it is tried again by itself.';
    default:
      return undefined;
  }
}

/** Reads the error of a failed write: a MetricsError unless its rows are to blame, which the server answers with 400. */
export function writeErrorOf(cause: unknown): unknown {
  const message = messageOf(cause);
  const status = Number(/statusCode=(-?\d+)/.exec(message)?.[1] ?? 0);
  if (status === 400 || cause instanceof TypeError || cause instanceof RangeError) return cause;
  const away = /ECONN|EPIPE|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|timeout|terminated|socket hang up/i.test(message);
  if (/no space left|ENOSPC|errno[ =:]*28\b/i.test(message)) return new MetricsError('DISK_FULL', message, cause);
  return new MetricsError(away ? 'UNREACHABLE' : 'FAILED', message, cause);
}
