import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type DataFolder, openDataFolder } from '../data-folder.ts';
import { aloud } from '../delivery/aloud.ts';
import { RememberedPlaces, type StoreName, storePlace } from '../delivery/remembered-places.ts';
import type { HistoryOptions } from '../history/open.ts';
import { isEqual } from '../migration/compare-tables.ts';
import { MigrationError, type MigrationOptions, type MigrationResult, migrate } from '../migration/migration.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, CommandError, EXIT, UsageError } from './command.ts';
import { MigrationProgressLine } from './migrate-progress.ts';
import { configFor, engineFailure } from './serving.ts';

const SIDES = ['embedded', 'server'] as const;
const PARTS = ['history', 'metrics'] as const;

/** Differences that are listed for a person; `--json` has all. */
const SHOWN = 10;

export const command: Command = {
  name: 'migrate',
  summary: 'Moves histories and tables between the data folder and servers',
  usage: `--from embedded|server --to server|embedded [--only history|metrics] [--json]
  --from, --to     embedded: SQLite and DuckDB in the data folder; server: EventStoreDB and QuestDB as the settings
                   history.url, metrics.url, metrics.pgUrl and metrics.readerUrl name them
  --only NAME      one of the two stores; the other stays where it is
  --json           what was moved and compared, as JSON
The data folder must not be in use. What is moved from is not changed. Ctrl-C stops it; started again it goes on. Afterwards
set history.engine and metrics.engine.
Exit code 1: both sides differ afterwards, or an event was not taken.`,
  async run(args, context) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...COMMON_OPTIONS,
        from: { type: 'string' },
        to: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const from = named('from', values.from, SIDES);
    const to = named('to', values.to, SIDES);
    if (from === to) throw new UsageError('--from and --to are the same.');
    const parts = values.only === undefined ? PARTS : [named('only', values.only, PARTS)];
    const config = configFor(values, context.env);
    // Loaded only here: `--help` and wrong use are answered without it.
    const { historyOf, metricsOf } = await import('../engine.ts');
    const folder = opened(config.dataFolder);
    const line = new MigrationProgressLine(process.stderr);
    const history = { embedded: 'sqlite', server: 'eventstoredb' } as const;
    const metrics = { embedded: 'duckdb', server: 'questdb' } as const;
    try {
      const moves = {
        ...(parts.includes('history') && {
          history: {
            from: historyOf(config, folder, history[from]),
            to: movedTo(historyOf(config, folder, history[to])),
          },
        }),
        ...(parts.includes('metrics') && {
          metrics: { from: metricsOf(config, folder, metrics[from]), to: metricsOf(config, folder, metrics[to]) },
        }),
      };
      const places = new RememberedPlaces(folder);
      checkSources(places, moves);
      let opening: string | undefined = 'Waiting for both stores to be opened';
      const migrating = migrate({
        ...moves,
        progressFile: join(folder.path, 'migration.json'),
        hasJournal: readdirSync(folder.journal).length > 0,
        signal: context.signal,
        onProgress: (step) => {
          opening = undefined;
          line.show(step);
        },
      });
      const result = await aloud(migrating, () => opening, context.say);
      line.end();
      context.answer(values.json ? JSON.stringify(result, null, 1) : inWords(result));
      if (!isComplete(result)) return EXIT.foundWrong;
      for (const part of parts) {
        const to = moves[part]?.to;
        // Nothing was moved from a store that held nothing.
        if (to !== undefined && (result[part]?.checkpoint ?? 0) > 0) places.note(part, storePlace(to));
      }
      for (const part of parts) context.say(`Set ${part}.engine: ${{ history, metrics }[part][to]}`);
      return EXIT.done;
    } catch (error) {
      line.end();
      throw explained(error, context);
    } finally {
      folder.release();
    }
  },
};

function named<T extends string>(option: string, value: string | undefined, names: readonly T[]): T {
  const name = names.find((one) => one === value);
  if (name === undefined) throw new UsageError(`--${option}: name one of ${names.join(', ')}`);
  return name;
}

/** A server that is moved to may be another one than that which events were on before. */
function movedTo(options: HistoryOptions): HistoryOptions {
  return options.kind === 'eventstoredb' ? { ...options, mayBeOther: true } : options;
}

/** @throws MigrationError where what is moved from is not there, and the events are elsewhere */
function checkSources(places: RememberedPlaces, { history, metrics }: Pick<MigrationOptions, StoreName>): void {
  for (const [part, from] of [
    ['history', history?.from],
    ['metrics', metrics?.from],
  ] as const) {
    if (from === undefined || !('file' in from) || existsSync(from.file)) continue;
    const reason = places.elsewhere(part, storePlace(from));
    if (reason !== undefined) throw new MigrationError(reason, 'Nothing was moved.');
  }
}

function opened(path: string): DataFolder {
  try {
    return openDataFolder(path);
  } catch (error) {
    throw engineFailure(error);
  }
}

function isComplete({ history, metrics }: MigrationResult): boolean {
  const same = history === undefined || (history.differences.length === 0 && history.refused.length === 0);
  return same && (metrics === undefined || metrics.tables.every(isEqual));
}

function inWords({ history, metrics }: MigrationResult): string {
  const number = new Intl.NumberFormat('en-US').format;
  const lines: string[] = [];
  if (history !== undefined) {
    const { streams, events, checksum, differences, refused, checkpoint } = history;
    const same = differences.length === 0 ? 'equal' : `${number(differences.length)} streams DIFFER`;
    lines.push(`histories: ${number(streams)} streams, ${number(events)} events, ${same} (${checksum.target})`);
    lines.push(`  delivery goes on at ${number(checkpoint)}`);
    for (const { stream, source, target } of differences.slice(0, SHOWN))
      lines.push(`  ${stream}: ${number(source)} events here, ${number(target)} there`);
    for (const { eventId, reason } of refused.slice(0, SHOWN)) lines.push(`  not taken: ${eventId}: ${reason}`);
  }
  for (const table of metrics?.tables ?? []) {
    const { rows, checksum } = table;
    const same = isEqual(table) ? 'equal' : `DIFFERS: ${number(rows.target)} rows there`;
    lines.push(`${table.table}: ${number(rows.source)} rows, ${same} (${checksum.target})`);
  }
  if (metrics !== undefined) lines.push(`  delivery goes on at ${number(metrics.checkpoint)}`);
  return lines.join('\n');
}

/** Why it could not be done, with what to do about it. */
function explained(error: unknown, { signal }: CommandContext): unknown {
  if (signal.aborted) {
    return new CommandError('Stopped.', { tip: 'Started again, it goes on where it was.', cause: error });
  }
  if (error instanceof MigrationError) return new CommandError(error.message, { tip: error.tip, cause: error });
  if (!(error instanceof Error)) return error;
  const tip = 'See that both stores can be reached (`npm run doctor`). Started again, it goes on where it was.';
  return new CommandError(error.message === '' ? error.name : error.message, { tip, cause: error });
}
