import type { EventStore } from '../doubles/eventstoredb/event-store.ts';
import type { QuestdbServer } from './questdb.ts';

/** Settings that name servers, as environment variables. */
export function serverSettings(
  store: Pick<EventStore, 'url'>,
  { url, pgUrl, readerUrl }: Pick<QuestdbServer, 'url' | 'pgUrl' | 'readerUrl'>,
): Record<string, string> {
  return {
    WORKBENCH_HISTORY_URL: store.url,
    WORKBENCH_METRICS_URL: url,
    WORKBENCH_METRICS_PG_URL: pgUrl,
    WORKBENCH_METRICS_READER_URL: readerUrl,
  };
}

/** Settings of a workbench that keeps everything on those servers. */
export const ON_SERVERS = { WORKBENCH_HISTORY_ENGINE: 'eventstoredb', WORKBENCH_METRICS_ENGINE: 'questdb' };
