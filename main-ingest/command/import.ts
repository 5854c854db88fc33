import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportJob } from '../contract/recordings.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, CommandError, EXIT, UsageError } from './command.ts';
import { ImportProgress } from './import-progress.ts';
import { type Importer, openImporter } from './importer.ts';
import { configFor } from './serving.ts';

/** Rejected lines that are listed for a person; `--json` has up to 1,000. */
const SHOWN = 10;

export const command: Command = {
  name: 'import',
  summary: 'Takes recorded games in; a file that is in already changes nothing',
  usage: `FILE… [--json]
  FILE             a recording: JSON Lines of events or of BalatroBot, also gzipped; or a folder of such files
  --json           a line of JSON a file: {file, events, games, duplicates, rejected: [{line, reason}]}
A running workbench that has the data folder does the work. Ctrl-C stops it; what is in stays in.
Exit code 1: lines were rejected, or a file could only be read in part. 3: a file could not be read.`,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON_OPTIONS, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw new UsageError('Which recordings? Name one or more files.');
    const files = await recordingsIn(positionals);
    const importer = await openImporter(configFor(values, context.env), context);
    try {
      return await importAll(files, importer, context, values.json === true ? asJson : inWords);
    } finally {
      await importer.close();
    }
  },
};

type Outcome = Pick<ImportJob, 'state' | 'events' | 'games' | 'duplicates' | 'rejectedCount' | 'rejected' | 'error'>;
type Summary = (file: string, job: Outcome) => string;

/** The outcome of an import that could not begin. */
function notBegun(error: unknown): Outcome {
  const reason = error instanceof Error ? error.message : String(error);
  return { state: 'failed', events: 0, games: 0, duplicates: 0, rejectedCount: 0, rejected: [], error: reason };
}

async function importAll(
  files: readonly string[],
  importer: Importer,
  context: CommandContext,
  summary: Summary,
): Promise<number> {
  let code: number = EXIT.done;
  for (const file of files) {
    if (context.signal.aborted) break;
    const job = await importOne(file, importer, context.signal).catch(notBegun);
    context.answer(summary(file, job));
    code = Math.max(code, codeOf(job));
  }
  const down = await importer.delivered(context.signal);
  for (const store of down) context.say(`${store}\nIt gets what was imported when it is back.`);
  return context.signal.aborted ? EXIT.couldNot : code;
}

/** Imports one file and shows how far it is; cancelled when the signal aborts. */
async function importOne(file: string, importer: Importer, signal: AbortSignal): Promise<ImportJob> {
  const { id } = await importer.begin(resolve(file));
  const progress = new ImportProgress(process.stderr);
  const stop = () => void importer.cancel(id).catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const watching = new AbortController();
  try {
    for await (const jobs of await importer.watch(watching.signal)) {
      const job = jobs.find((one) => one.id === id);
      if (job === undefined) continue;
      progress.show(job);
      if (job.endedAt !== null) return job;
    }
    throw new CommandError('The workbench that was importing has ended; what it took in is kept.');
  } finally {
    progress.end();
    watching.abort();
    signal.removeEventListener('abort', stop);
  }
}

/** The files themselves, and of a folder all recordings in it. */
async function recordingsIn(names: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const name of names) {
    const isFolder = await stat(name).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push(name);
      continue;
    }
    const inside = (await readdir(name)).filter((entry) => /\.jsonl(\.gz)?$/i.test(entry)).sort();
    if (inside.length === 0) throw new CommandError(`${name} has no recordings: no file ends in .jsonl or .jsonl.gz.`);
    files.push(...inside.map((entry) => join(name, entry)));
  }
  return files;
}

function codeOf(job: Outcome): number {
  if (job.state === 'done') return job.rejectedCount > 0 ? EXIT.foundWrong : EXIT.done;
  return job.events + job.duplicates > 0 ? EXIT.foundWrong : EXIT.couldNot;
}

function asJson(file: string, job: Outcome): string {
  const { events, games, duplicates, error } = job;
  const rejected = job.rejected.map(({ line, reason, code }) => ({ line, reason, code }));
  return JSON.stringify({
    file,
    events,
    games,
    duplicates,
    rejected,
    ...(job.rejectedCount > rejected.length && { rejectedCount: job.rejectedCount }),
    ...(job.state !== 'done' && { state: job.state }),
    ...(error !== null && { error }),
  });
}

function inWords(file: string, job: Outcome): string {
  const number = new Intl.NumberFormat('en-US').format;
  const parts = [
    `${number(job.events)} events`,
    `${number(job.games)} games`,
    `${number(job.duplicates)} here already`,
    `${number(job.rejectedCount)} rejected`,
  ];
  const ended = job.state === 'done' ? '' : ` (${job.state}${job.error === null ? '' : `: ${job.error}`})`;
  const lines = job.rejected.slice(0, SHOWN).map(({ line, reason }) => `  line ${number(line)}: ${reason}`);
  if (job.rejectedCount > SHOWN) lines.push(`  and ${number(job.rejectedCount - SHOWN)} more`);
  return [`${file}: ${parts.join(', ')}${ended}`, ...lines].join('\n');
}
