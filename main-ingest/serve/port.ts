import type { SupportedMessagePort } from '@orpc/client/message-port';
import { onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { WorkbenchRouter } from './router.ts';

/**
 * Answers the contract over message ports: a window's, handed on by the desktop shell. Whoever holds such a port was
 * given it by the shell; there is no token to show.
 *
 * @returns a function that takes one port; closing the port cancels what was asked over it
 */
export function answerPorts(
  router: WorkbenchRouter,
  log: (error: unknown) => void,
): (port: SupportedMessagePort) => void {
  const handler = new RPCHandler(router, { interceptors: [onError(log)] });
  return (port) => {
    handler.upgrade(port);
    if ('start' in port && typeof port.start === 'function') port.start();
  };
}
