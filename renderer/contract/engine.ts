import { type ClientLink, createORPCClient, DynamicLink } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '../../main-ingest/contract/contract.ts';
import { desktop } from './desktop.ts';

type Link = ClientLink<Record<never, never>>;

/** In a browser the page's own origin answers; the cookie that the page came with opens it. */
function overHttp(): Link {
  return new FetchLink({
    url: `${window.location.origin}/rpc`,
    fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
  });
}

/**
 * In the desktop the engine answers over a MessagePort, a new one after each of its restarts: a call waits for the
 * first, and always takes the newest.
 */
function overPort(): Link {
  let current: Promise<Link> | undefined;
  let arrived: ((link: Link) => void) | undefined;
  const first = new Promise<Link>((resolve) => {
    arrived = resolve;
  });
  window.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (event.origin !== window.location.origin || event.data !== 'engine-port' || !port) return;
    const link = new PortLink({ port });
    port.start();
    arrived?.(link);
    current = Promise.resolve(link);
    window.dispatchEvent(new Event('engine-connected'));
  });
  desktop?.connect();
  return new DynamicLink(() => current ?? first);
}

/** The engine: every procedure of the contract as a function. */
export const engine: ContractRouterClient<Contract> = createORPCClient(desktop ? overPort() : overHttp());

/** The same procedures as options for TanStack Query: `ask.games.list.queryOptions({ input })`. */
export const ask = createTanstackQueryUtils(engine);
