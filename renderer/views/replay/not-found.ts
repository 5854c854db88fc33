import { ORPCError } from '@orpc/client';

/** Whether the engine said that it does not know what was asked for. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'NOT_FOUND';
}
