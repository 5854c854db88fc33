import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import type { Config } from '../config.ts';
import { checkWhole, filesSetAside } from '../damage.ts';
import type { DataFolder } from '../data-folder.ts';
import { examineIndex } from '../history/eventstoredb-index-seal.ts';
import { examineSqliteHistory, type LostRun, repairSqliteHistory } from '../history/sqlite-examine.ts';
import { examineJournal, giveUp } from '../journal/examine.ts';
import { addGap, gapEnd, readGaps } from '../journal/gaps.ts';
import { examineLedger } from '../ledger/examine.ts';
import { examineDuckdb } from '../metrics/duckdb-examine.ts';
import { Analyses } from '../workspace/analyses.ts';
import type { Finding } from './doctor.ts';

const REPAIR = '`npm run doctor -- --repair`';
/** Damaged runs that are listed one by one. */
const SHOWN = 20;

const ofSmallFiles: Readonly<Record<string, string>> = {
  'ledger.sqlite': 'The next start sets it aside, and begins it anew from the journal and what the history holds.',
  'delivery.sqlite': 'The next start sets it aside, and makes it anew of what the server has.',
  'workspace.sqlite': 'The next start sets it aside, begins it anew and carries over what can be read.',
  'quarantine.sqlite': 'The next start sets it aside, begins it anew and carries over what can be read.',
};

/**
 * Reads every file of a data folder that nobody else has open, and says what is damaged, where, and what to do.
 * @param repair Gives up what cannot be read in journal and history, so that the rest goes on; damaged files are kept
 */
export async function* examineFiles(
  config: Config,
  folder: DataFolder,
  { repair }: { readonly repair: boolean },
): AsyncGenerator<Finding> {
  yield* journal(folder, repair);
  if (config.settings.history.engine === 'sqlite') yield* history(folder, repair);
  if (config.settings.metrics.engine === 'duckdb') yield* metrics(config, folder);
  yield* smallFile(folder.ledger, examineLedger);
  yield* smallFile(folder.delivery, examineIndex);
  for (const file of [folder.workspace, folder.quarantine]) yield* smallFile(file);
  for (const { file, why } of (await new Analyses(folder.analyses).list()).unreadable)
    yield wrong(`Analysis ${file}`, why, 'Correct the file, or move it away: the others can be used.');
  for (const { file, path } of filesSetAside(folder.path))
    yield {
      what: file,
      state: 'note',
      found: `was damaged once; that one is kept as ${path}`,
      tip: 'Move it away when you need it no more.',
    };
}

async function* journal(folder: DataFolder, repair: boolean): AsyncGenerator<Finding> {
  const what = 'Journal files';
  const { segments, frames, damage } = examineJournal(folder.journal);
  if (repair) await giveUp(folder.journal, damage);
  for (const { path, offset, from, end, givenUp } of damage) {
    const found = `${path} at byte ${offset}: events ${from} to ${end - 1} cannot be read`;
    if (givenUp || repair)
      yield {
        what,
        state: 'note',
        found: `${found}; they are given up, and a store that had not got them goes on without them`,
        tip: 'Metrics that lack what the history has are made anew with `npm run rebuild -- metrics`.',
      };
    else
      yield wrong(
        what,
        found,
        `A store that has got them is not held up. Else put the file back from a backup, or give up these events alone: ${REPAIR}.`,
      );
  }
  if (damage.length === 0) yield { what, state: 'ok', found: `${segments} segments, ${frames} frames, all whole` };
}

async function* history(folder: DataFolder, repair: boolean): AsyncGenerator<Finding> {
  const what = 'History file';
  const file = folder.history;
  if (!existsSync(file)) return;
  const { oldest } = examineJournal(folder.journal);
  const examined = asFound(() => examineSqliteHistory(file));
  if ('why' in examined) {
    yield* repaired(what, file, examined.why, oldest, repair);
    return;
  }
  const { runs, events, lost, checkpoint } = examined;
  const complaints = [...examined.file, ...(checkpoint === undefined ? ['its checkpoint is damaged'] : [])];
  if (lost.length > 0 || complaints.length > 0) {
    const found = [...complaints, ...lostInWords(lost)].join('; ');
    yield* repaired(what, file, found, oldest, repair);
    return;
  }
  yield { what, state: 'ok', found: `${events} events in ${runs} runs, all as they were written` };
  if (checkpoint !== undefined && oldest !== undefined && gapEnd(readGaps(folder.journal), checkpoint) < oldest) {
    const found = `it has the events up to ${checkpoint}, the journal begins at ${oldest}: ${oldest - checkpoint} are in neither`;
    if (repair) await addGap(folder.journal, { from: checkpoint, end: oldest });
    yield repair
      ? { what, state: 'note', found: `${found}; it goes on without them` }
      : wrong(what, found, `Put back the one that belongs to this folder, or go on without them: ${REPAIR}.`);
  }
}

async function* repaired(
  what: string,
  file: string,
  found: string,
  oldest: number | undefined,
  repair: boolean,
): AsyncGenerator<Finding> {
  if (!repair) {
    yield wrong(what, `${file}: ${found}`, `Put it back from a backup, or go on with all that can be read: ${REPAIR}.`);
    return;
  }
  const { events, lost, keptAs } = await repairSqliteHistory(file, oldest);
  yield {
    what,
    state: 'note',
    found: [`${file} was damaged (${found}); made anew with ${events} events`, ...lostInWords(lost)].join('; '),
    tip: `The damaged one is kept as ${keptAs}. To get lost events back, move ledger.sqlite away, import their recordings again (what is there is not taken twice), and make the metrics anew of all: \`npm run rebuild -- metrics\`.`,
  };
}

async function* metrics(config: Config, folder: DataFolder): AsyncGenerator<Finding> {
  const what = 'Metrics file';
  if (!existsSync(folder.metrics)) return;
  const { memoryLimitMb, threads } = config.settings.metrics;
  const options = { file: folder.metrics, exportFolder: folder.export, memoryLimitMb, threads };
  const tip = 'Make the metrics anew of the history: `npm run rebuild -- metrics`.';
  try {
    const damaged = await examineDuckdb(options);
    for (const { table, why } of damaged) yield wrong(what, `${table} cannot be read: ${why}`, tip);
    if (damaged.length === 0) yield { what, state: 'ok', found: 'every block of every table can be read' };
  } catch (error) {
    yield wrong(what, messageOf(error), tip);
  }
}

function* smallFile(file: string, examine = checkWhole): Generator<Finding> {
  if (!existsSync(file)) return;
  const name = basename(file);
  const found = asFound(() => {
    const database = new Database(file, { readonly: true });
    try {
      examine(database);
      return {};
    } finally {
      database.close();
    }
  });
  if ('why' in found) yield wrong(name, found.why, ofSmallFiles[name] ?? `Put ${name} back from a backup.`);
  else yield { what: name, state: 'ok', found: 'every page can be read' };
}

function lostInWords(lost: readonly LostRun[]): string[] {
  const words = lost.slice(0, SHOWN).map(({ stream, first, why }) => `${stream} from its event ${first} on: ${why}`);
  return lost.length > SHOWN ? [...words, `and ${lost.length - SHOWN} more`] : words;
}

function asFound<T extends object>(examine: () => T): T | { readonly why: string } {
  try {
    return examine();
  } catch (error) {
    return { why: messageOf(error) };
  }
}

function wrong(what: string, found: string, tip: string): Finding {
  return { what, state: 'wrong', found, tip };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
