import { QueryError } from './metrics.ts';

/** Why a query was stopped from outside. @param timeoutMs the time that was up, undefined where somebody cancelled it */
export function stoppedError(timeoutMs: number | undefined, cause?: unknown): QueryError {
  if (timeoutMs === undefined) return new QueryError('CANCELLED', 'The query was cancelled.', { cause });
  return new QueryError('TIMEOUT', `The query took longer than ${timeoutMs} ms and was stopped.`, {
    tip: 'Narrow the time range, or ask for less at once.',
    cause,
  });
}

/** A parameter that the query has and was given no value for. */
export function missingParameter(number: number, given: number): QueryError {
  return new QueryError('PARAMETER', `The parameter $${number} has no value.`, {
    tip: `The query was given ${given} values.`,
  });
}
