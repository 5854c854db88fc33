import { connect } from 'node:net';
import type { PoolClient } from 'pg';

const CANCEL_REQUEST = 80_877_102;

/**
 * Asks the server to stop what runs on a connection, as the PostgreSQL protocol has it: on a connection of its own, by
 * the number and secret that the other was given. There is no answer; the query fails or has ended before.
 */
export function cancelQuery(client: PoolClient, url: string): void {
  const { hostname, port } = new URL(url);
  const key = backendKey(client);
  if (key === undefined) return;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(key.process, 8);
  message.writeInt32BE(key.secret, 12);
  const socket = connect(Number(port), hostname, () => socket.end(message));
  socket.on('error', () => socket.destroy());
}

function backendKey(client: PoolClient): { process: number; secret: number } | undefined {
  if (!('processID' in client) || !('secretKey' in client)) return undefined;
  const { processID, secretKey } = client;
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return undefined;
  return { process: processID, secret: secretKey };
}
