import type { StoreHealth } from '../contract/health.ts';
import type { Trouble } from './problems.ts';

const NAMES: Readonly<Record<string, string>> = {
  sqlite: 'SQLite',
  duckdb: 'DuckDB',
  questdb: 'QuestDB',
  eventstoredb: 'EventStoreDB',
};

/** What is wrong with a store. */
export function storeTroubles(room: 'history' | 'metrics', store: StoreHealth): readonly Trouble[] {
  const { kind, state, quarantined, lastError, notices = [], rebuilding, rebuilt } = store;
  const name = NAMES[kind] ?? kind;
  const troubles: Trouble[] = [...notices];
  if (rebuilding)
    troubles.push({
      code: `rebuilding-${room}`,
      severity: 'warning',
      message: `${name} (${room}) is being made anew of the history: ${rebuilding.done} of ${rebuilding.total} events`,
      tip: 'Queries answer when it is done; events are taken in and the histories can be read all the while. Health has a button to cancel it.',
    });
  else if (state === 'down' || state === 'degraded')
    troubles.push({
      code: `store-${room}`,
      severity: state === 'down' ? 'failure' : 'warning',
      message: `${name} (${room}) is ${state}: ${lastError?.message ?? 'no reason given'}`,
      tip: `Events are safe in the journal and are delivered when it is back. ${whatToDo(store)} It is tried again by itself; Health has a button to try now.`,
    });
  if (rebuilt && rebuilt.unreadable.length > 0)
    troubles.push({
      code: `rebuilt-${room}`,
      severity: 'failure',
      message: `${name} (${room}) was made anew, but ${rebuilt.unreadable.length} streams of the history are damaged and not complete in it: ${rebuilt.unreadable.slice(0, 3).join(', ')}`,
      tip: 'Stop the workbench; `npm run doctor` lists what is damaged and says what to do. Then make the metrics anew again.',
    });
  if (quarantined > 0)
    troubles.push({
      code: `quarantine-${room}`,
      severity: 'warning',
      message: `${name} (${room}) could not take ${quarantined} events`,
      tip: 'They are in quarantine with the reason, see Health; the other store has them.',
    });
  return troubles;
}

/** Whether a store does all that it should. */
export function isWell({ state, notices = [] }: StoreHealth): boolean {
  return state === 'connected' && notices.every(({ severity }) => severity === 'note');
}

function whatToDo({ kind, address, lastError }: StoreHealth): string {
  const name = NAMES[kind] ?? kind;
  const where = address === undefined ? '' : ` at ${address}`;
  switch (lastError?.code) {
    case 'DISK_FULL':
      return address === undefined
        ? 'Make room on the disk of the data folder.'
        : `Make room on the disk of ${name}${where}.`;
    case 'DAMAGED':
    case 'TRIMMED':
    case 'CORRUPT':
      // The message says it.
      return '';
    case 'UNREACHABLE':
    case 'UNAVAILABLE':
    case 'TIMEOUT':
      return `See whether ${name} runs${where}.`;
    default:
      return 'The message says what stands in the way; `npm run doctor` looks at disk, rights and stores.';
  }
}
