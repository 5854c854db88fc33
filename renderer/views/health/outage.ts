import type { Health, StoreHealth } from '../../../main-ingest/contract/health.ts';
import { compact, count } from '../../format/number.ts';
import { minuteOf, timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { aboutDuration } from './samples.ts';

export type StoreName = 'history' | 'metrics';

/** A store that does not take events, and what that means. */
export interface Outage {
  readonly store: StoreName;
  readonly name: string;
  /** `QuestDB is down`. */
  readonly title: string;
  readonly since: string;
  readonly retryAt: string | undefined;
  readonly attempts: number;
  readonly waiting: number;
  readonly error: StoreHealth['lastError'];
  /** What it means for the data, in words. */
  readonly meaning: string;
  /** What still is as it should be, and what is not. */
  readonly stale: string;
  /** While it is being made anew of the history: events read, and of how many. */
  readonly rebuilding: StoreHealth['rebuilding'];
  /** Whether making it anew is what helps. */
  readonly wantsRebuild: boolean;
}

/** What trying again won't cure in a store of metrics, and making it anew of the history does. */
const REBUILD_CURES: readonly string[] = ['DAMAGED', 'TRIMMED', 'CORRUPT', 'AHEAD'];

/** The stores that are away, those that are down first. */
export function outagesOf({ stores }: Health): readonly Outage[] {
  const names: readonly StoreName[] = ['history', 'metrics'];
  return names
    .filter((name) => isAway(stores[name]))
    .sort((a, b) => Number(stores[b].state === 'down') - Number(stores[a].state === 'down'))
    .map((name, _, away) => outageOf(name, stores[name], away.length === 1));
}

export function isAway({ state }: StoreHealth): boolean {
  return state === 'down' || state === 'degraded';
}

function outageOf(store: StoreName, health: StoreHealth, alone: boolean): Outage {
  const { kind, state, since, retryAt, attempts = 0, lagEvents, lastError, rebuilding } = health;
  const waiting =
    lagEvents === 0
      ? 'no event waits'
      : `${compact(lagEvents)} ${lagEvents === 1 ? 'event waits' : 'events wait'} in the journal`;
  return {
    store,
    name: storeWord(kind),
    title: `${storeWord(kind)} is ${rebuilding ? 'being made anew' : state === 'down' ? 'down' : 'unsteady'}`,
    since,
    retryAt,
    attempts,
    waiting: lagEvents,
    error: lastError,
    meaning: `${waiting}, nothing is lost`,
    stale:
      store === 'history'
        ? `Replays end at ${timeOf(since)}${alone ? '; charts and lists go on' : ''}`
        : `Charts and lists stand at ${timeOf(since)}${alone ? '; replays go on' : ''}`,
    rebuilding,
    wantsRebuild: store === 'metrics' && REBUILD_CURES.includes(lastError?.code ?? ''),
  };
}

/** `45 %: 4,500 of 10,000 events of the history`. */
export function rebuildInWords({ done, total }: NonNullable<StoreHealth['rebuilding']>): string {
  if (total === 0) return 'it begins';
  return `${Math.floor((done / total) * 100)} %: ${count(done)} of ${count(total)} events of the history`;
}

/** `try 12 in 8 s`. */
export function nextTry({ retryAt, attempts }: Pick<Outage, 'retryAt' | 'attempts'>, now: number): string {
  const number = attempts + 1;
  if (retryAt === undefined) return `try ${number} is under way`;
  const seconds = Math.ceil((Date.parse(retryAt) - now) / 1000);
  return seconds <= 0 ? `try ${number} now` : `try ${number} in ${seconds} s`;
}

/** One thing to do: `code` is a name to type or to look for, `to` a view where it is done. */
export interface Step {
  readonly text: string;
  readonly code?: string;
  readonly to?: { readonly path: string; readonly words: string };
}

/** File that a store keeps in the data folder, where it is one. */
export const FILES: Readonly<Record<string, string>> = { sqlite: 'history.sqlite', duckdb: 'metrics.duckdb' };

interface Situation {
  readonly outage: Outage;
  readonly health: Health;
  readonly dataFolder: string;
  /** Milliseconds until the journal is full; null while it does not fill. */
  readonly fullIn: number | null;
  readonly now: number;
}

/** What a person does about an outage, in order. */
export function stepsFor({ outage, health, dataFolder, fullIn, now }: Situation): readonly Step[] {
  const { kind, address } = health.stores[outage.store];
  const file = FILES[kind];
  const full = outage.error?.code === 'DISK_FULL';
  if (outage.rebuilding) return [{ text: 'It answers when it is done; what comes in is taken in as ever' }];
  if (outage.wantsRebuild)
    return [
      {
        text: 'The history has what the metrics are made of: press Make anew, or type',
        code: 'npm run rebuild -- metrics',
      },
      { text: 'All files are looked at by', code: 'npm run doctor' },
    ];
  return [
    {
      text:
        fullIn === null
          ? 'No hurry: the journal keeps what comes and has room'
          : `No hurry: events are kept for about ${aboutDuration(fullIn)} more, until ${minuteOf(now + fullIn)}`,
    },
    full
      ? { text: 'Its disk is full: make room on that of', code: file === undefined ? (address ?? kind) : dataFolder }
      : file === undefined
        ? {
            text: `See whether ${storeWord(kind)} runs${address === undefined ? '' : ' at'}`,
            ...(address === undefined ? {} : { code: address }),
          }
        : { text: 'Can its file be read and written?', code: `${dataFolder}/${file}` },
    { text: 'Disk, rights and stores are looked at by', code: 'npm run doctor' },
    { text: 'Away longer? Raise journal.maxBytes:', to: { path: '/settings/journal', words: 'Settings, Journal' } },
  ];
}
