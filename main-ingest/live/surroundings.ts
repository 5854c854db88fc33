import { getHeapStatistics } from 'node:v8';
import type { HealthDetail, StoreHealth } from '../contract/health.ts';
import type { RecipeProblem } from '../cookbook/recipe.ts';
import { filesSetAside, storageFailure } from '../damage.ts';
import type { HeldEntries } from '../delivery/quarantine.ts';
import { HistoryError } from '../history/history.ts';
import type { Unexpected } from '../unexpected.ts';
import type { Trouble } from './problems.ts';

/** Recipes that had to be left out, as a problem. */
export function recipeTrouble(problems: readonly RecipeProblem[]): Omit<Trouble, 'code'> | undefined {
  if (problems.length === 0) return undefined;
  return {
    severity: 'warning',
    message: `Recipes that cannot be used: ${problems.map(({ file, field, message }) => `${file}, ${field}: ${message}`).join('; ')}`,
    tip: 'Correct their recipe.yaml; it is read again by itself.',
  };
}

/** Events that were refused because their place in the game is another's, for as long as the quarantine holds them. */
export function conflictTrouble({ entries, newest }: HeldEntries): Omit<Trouble, 'code'> | undefined {
  if (newest === undefined) return undefined;
  return {
    severity: 'warning',
    since: newest.at,
    message: `${entries} events were refused: their step in the game is taken by another event. The last one, from ${newest.source}: ${newest.reason}`,
    tip: 'Two producers name their games alike, or one sends some events of a game with a sequenceId and some without. Give every game a sessionId of its own (a UUID), and send the refused events again: they are in quarantine, whole.',
  };
}

/** Bookmarks that the disk has changed, as a problem. */
export function bookmarkTrouble(damaged: number): Omit<Trouble, 'code'> | undefined {
  if (damaged === 0) return undefined;
  return {
    severity: 'warning',
    message: `workspace.sqlite was damaged on the disk: ${damaged} of the bookmarks cannot be read and ${damaged === 1 ? 'is' : 'are'} left out`,
    tip: 'Set them again on the games that you miss; all others are there.',
  };
}

/** What failed while nobody waited for it, as a problem. */
export function unexpectedTrouble(summary: ReturnType<Unexpected['summary']>): Omit<Trouble, 'code'> | undefined {
  if (summary === undefined) return undefined;
  const { count, at, what } = summary;
  const often = count === 1 ? '' : ` ${count} times; the last time`;
  return {
    severity: 'warning',
    since: at,
    message: `Something failed unexpectedly${often} in ${what}`,
    tip: 'The workbench goes on, and no event is lost by it; what was asked for at that moment may have failed, ask for it again. The log on standard error says more. A restart clears this.',
  };
}

/** Files that were damaged and begun anew, as problems for as long as they lie there. */
export function damagedFiles(folder: string): readonly Trouble[] {
  return filesSetAside(folder).map(({ file, path }) => ({
    code: `damaged ${path}`,
    severity: 'warning',
    message: `${file} was damaged and has been begun anew, ${BEGUN_ANEW[file]?.message ?? SALVAGED.message}; it is kept as ${path}`,
    tip: `${BEGUN_ANEW[file]?.tip ?? SALVAGED.tip} Move the damaged one away when you need it no more.`,
  }));
}

const SALVAGED = {
  message: 'with all that could be read of it',
  tip: 'See whether something is missing; if so, put back the file from a backup while the workbench is stopped.',
};
const BEGUN_ANEW: Readonly<Record<string, typeof SALVAGED>> = {
  'ledger.sqlite': {
    message: 'from the journal and from what the history holds of each game',
    tip: 'There is nothing to repair: an event that comes again is known as before.',
  },
  'delivery.sqlite': {
    message: 'of what EventStoreDB holds',
    tip: 'There is nothing to repair: delivery goes on, and what the server has is not sent twice.',
  },
};

/** Ends of the journal that were cut off in doubt, as problems for as long as the copies lie there. */
export function doubtfulEnds(journalFolder: string): readonly Trouble[] {
  return filesSetAside(journalFolder).map(({ file, path }) => ({
    code: `journal-end ${path}`,
    severity: 'warning',
    message: `The last batch in the journal's file ${file} was not as it was written, and was cut off: after a power cut that is nothing, else it had been answered and is lost. The file as it was is kept as ${path}`,
    tip: 'If the power did not fail, have its senders send the last events again, or put the file back from a backup while the workbench is stopped. Then move the copy away.',
  }));
}

/** What an answer met that the disk stood in the way of; undefined where it was something else. */
export function storageTrouble(error: unknown): Trouble | undefined {
  const severity = 'failure';
  if (error instanceof HistoryError) {
    if (error.code !== 'DAMAGED' && error.code !== 'UNREADABLE') return undefined;
    return {
      code: 'history-damaged',
      severity,
      message: error.message,
      tip: 'Stop the workbench and run `npm run doctor`.',
    };
  }
  const failure = storageFailure(error);
  return failure && { ...failure, code: `storage-${failure.code}`, severity };
}

/** What this process has of memory, and that of the metrics where they have one. */
export function memoryInUse(metrics: StoreHealth): HealthDetail['memory'] {
  const { rss, heapUsed, external } = process.memoryUsage();
  return [
    { part: 'Engine process', bytes: rss, limit: null },
    ...(metrics.memory ? [{ part: 'Metrics process', ...metrics.memory }] : []),
    { part: 'Main thread heap', bytes: heapUsed, limit: getHeapStatistics().heap_size_limit },
    { part: 'Main thread buffers', bytes: external, limit: null },
  ];
}
