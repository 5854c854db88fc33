import type { HealthDetail, StoreHealth } from '../../../main-ingest/contract/health.ts';
import { duration } from '../../format/number.ts';
import { timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { FILES } from './outage.ts';

/** What the workbench is connected to, in both directions. */
export interface Connection {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly address: string;
  readonly state: StoreHealth['state'] | 'listening' | 'off';
  readonly since: string;
  readonly lag: string;
  readonly error: string;
  /** Page of the settings. */
  readonly page: string;
}

export function connectionsOf({ health, address }: HealthDetail): readonly Connection[] {
  const store = (name: string, page: string, one: StoreHealth): Connection => ({
    name,
    kind: storeWord(one.kind),
    version: one.version ?? '–',
    address: one.address ?? FILES[one.kind] ?? '–',
    state: one.state,
    since: timeOf(one.since),
    lag: one.lagMs === 0 ? '0 s' : duration(one.lagMs),
    error: one.lastError && one.state !== 'connected' ? one.lastError.code : 'none',
    page,
  });
  return [
    {
      name: 'Intake and window',
      kind: 'HTTP',
      version: health.version,
      address: address?.replace(/^https?:\/\//, '') ?? 'not served',
      state: address === null ? 'off' : 'listening',
      since: timeOf(Date.now() - health.uptimeMs),
      lag: '–',
      error: health.status === 'down' ? 'answers 503' : 'none',
      page: 'intake',
    },
    store('History', 'stores', health.stores.history),
    store('Metrics', 'stores', health.stores.metrics),
  ];
}
