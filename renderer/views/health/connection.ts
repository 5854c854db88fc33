import type { HealthDetail, StoreHealth } from '../../../main-ingest/contract/health.ts';
import { compact, count, duration } from '../../format/number.ts';
import { timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { FILES } from './outage.ts';

/** The last thing that went wrong with a connection. */
export interface LastError {
  readonly code: string;
  readonly message: string;
  readonly at: string;
  /** Whether it is over. */
  readonly over: boolean;
}

/** What the workbench is connected to, in both directions. */
export interface Connection {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly address: string;
  readonly state: StoreHealth['state'] | 'listening' | 'off';
  readonly since: string;
  readonly lag: string;
  /** Events that wait for it. */
  readonly queue: string;
  readonly error: LastError | undefined;
  /** Page of the settings. */
  readonly page: string;
}

export function connectionsOf({ health, address, asked }: HealthDetail): readonly Connection[] {
  const { history, metrics } = health.stores;
  const store = (name: string, one: StoreHealth): Connection => ({
    name,
    kind: storeWord(one.kind),
    version: one.version ?? '',
    address: one.address ?? FILES[one.kind] ?? '–',
    state: one.state,
    since: timeOf(one.since),
    lag: one.lagMs === 0 ? '0 s' : duration(one.lagMs),
    queue: one.lagEvents < 10_000 ? count(one.lagEvents) : compact(one.lagEvents),
    error: one.lastError && errorOf(one.lastError, one.state === 'connected'),
    page: 'stores',
  });
  const intake: Connection = {
    name: 'Intake',
    kind: 'HTTP',
    version: health.version,
    address: address?.replace(/^https?:\/\//, '') ?? 'not served',
    state: address === null ? 'off' : 'listening',
    since: timeOf(Date.now() - health.uptimeMs),
    lag: '–',
    queue: '–',
    error:
      health.status === 'down'
        ? { code: 'answers 503', message: 'The intake takes nothing', at: '', over: false }
        : undefined,
    page: 'intake',
  };
  if (metrics.readAddress === undefined) return [intake, store('History', history), store('Metrics', metrics)];
  // What is asked goes another way than what is written, and can fail by itself.
  const query: Connection = {
    ...store('Metrics, query', metrics),
    address: metrics.readAddress,
    state: asked.state,
    since: timeOf(asked.since),
    lag: '–',
    queue: '–',
    error: asked.lastError && errorOf(asked.lastError, asked.state === 'connected'),
  };
  return [intake, store('History', history), store('Metrics, write', metrics), query];
}

function errorOf(error: NonNullable<StoreHealth['lastError']>, over: boolean): LastError {
  return { ...error, over };
}
