import { setTimeout as sleep } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../../main-ingest/contract/contract.ts';
import { Health } from '../../../main-ingest/contract/health.ts';
import type { ServedWorkbench } from '../../workbench.ts';

/** What the intake answers. */
export interface IntakeAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: {
    readonly status: string;
    readonly accepted?: number;
    readonly duplicates?: number;
    readonly rejected?: ReadonlyArray<{ readonly index: number; readonly code: string; readonly reason: string }>;
    readonly code?: string;
    readonly reason?: string;
  };
}

/** Posts a body to the intake, as it is. */
export async function postText(origin: string, path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}/api/v1/events${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const answer: IntakeAnswer['body'] = text.startsWith('{') ? JSON.parse(text) : { status: text };
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: answer };
}

/** Posts lines of a recording as one batch. */
export function postLines(origin: string, lines: readonly string[]): Promise<IntakeAnswer> {
  return postText(origin, '/batch', `{"events":[${lines.join(',')}]}`);
}

export async function healthOf(origin: string): Promise<Health> {
  return Health.parse(await (await fetch(`${origin}/health`)).json());
}

/** The health once both stores have everything. */
export async function delivered(origin: string): Promise<Health> {
  for (;;) {
    const health = await healthOf(origin);
    const { history, metrics } = health.stores;
    if (Math.min(history.checkpoint, metrics.checkpoint) >= health.journal.position) return health;
    await sleep(50);
  }
}

/** Asks again until the health is as wanted. */
export async function healthWhen(origin: string, wanted: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const health = await healthOf(origin);
    if (wanted(health)) return health;
    await sleep(50);
  }
}

/** The contract, asked over HTTP with the token. */
export function contractOf(workbench: ServedWorkbench): ContractRouterClient<Contract> {
  const link = new RPCLink({
    url: `${workbench.origin}/rpc`,
    headers: { authorization: `Bearer ${workbench.token}` },
  });
  return createORPCClient(link);
}

/** Consecutive parts of a list, each of `size`. */
export function partsOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
    list.slice(part * size, part * size + size),
  );
}
