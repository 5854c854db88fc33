import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine as MetricsEngine } from '../contract/cookbook.ts';
import { aloud } from '../delivery/aloud.ts';
import type { Engine } from '../engine.ts';
import { openHistoryReader } from '../history/open.ts';
import { QueryError } from '../metrics/metrics.ts';
import { answerSheet } from './answer-sheet.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, CommandError, EXIT, UsageError } from './command.ts';
import { configFor, openEngineFor } from './serving.ts';

export const command: Command = {
  name: 'answers',
  summary: 'Ask the recipes the standing questions about a recording',
  usage: `FILE --out ANSWERS.json [--engine duckdb|questdb]
  FILE             a recording; it is imported into a folder of its own, which is gone afterwards
  --out FILE       where the answers are written, as JSON
  --engine NAME    where the tables are kept that the recipes ask (default duckdb)
Exit code 1: lines of the recording were rejected; the answers are about the others.`,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON_OPTIONS, out: { type: 'string' }, engine: { type: 'string' } },
      allowPositionals: true,
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('Which recording? Name one file.');
    const { out } = values;
    if (out === undefined) throw new UsageError('Where to? Name a file: --out ANSWERS.json');
    const kind = MetricsEngine.safeParse(values.engine ?? 'duckdb');
    if (!kind.success) throw new UsageError(`--engine: "${values.engine}" is none of duckdb, questdb`);

    const data = await mkdtemp(join(tmpdir(), 'workbench-answers-'));
    try {
      const config = configFor({ data, config: values.config }, context.env, {
        'history.engine': 'sqlite',
        'metrics.engine': kind.data,
        'journal.sync': 'os',
      });
      const engine = await openEngineFor(config, context);
      try {
        await ready(engine, kind.data);
        const rejected = await importInto(engine, file, context);
        const history = await openHistoryReader({ kind: 'sqlite', file: join(data, 'history.sqlite') });
        const { cookbook } = engine.answers;
        const sheet = await answerSheet(basename(file), { cookbook, history, signal: context.signal });
        await history.close();
        await writeFile(out, `${JSON.stringify(sheet, null, 1)}\n`);
        context.say(`Answers about ${basename(file)} are in ${out}`);
        return rejected > 0 ? EXIT.foundWrong : EXIT.done;
      } finally {
        await engine.close();
      }
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  },
};

/** @throws CommandError where another engine would answer than was asked for, or other games than the file's */
async function ready(engine: Engine, kind: MetricsEngine): Promise<void> {
  const { cookbook } = engine.answers;
  try {
    await cookbook.sql({ sql: 'SELECT 1', params: {}, engine: kind, limit: 1 });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new CommandError(error.message, { ...(error.tip !== undefined && { tip: error.tip }), cause: error });
  }
  const filled = (await cookbook.tables()).find(({ name, rows }) => name.startsWith('game_') && rows > 0);
  if (filled !== undefined) {
    throw new CommandError(`The ${kind} server already has ${filled.rows} rows in ${filled.name}.`, {
      tip: 'The answers are about one file alone: name a server that is empty (metrics.url, metrics.pgUrl, metrics.readerUrl).',
    });
  }
}

/** Imports the file and waits until both stores have it; answers how many lines were rejected. */
async function importInto(engine: Engine, file: string, { signal, say }: CommandContext): Promise<number> {
  const { recordings } = engine.answers;
  const stop = (): void => void recordings.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await recordings.importPath(file);
    const progress = (): string | undefined => {
      const [job] = recordings.list();
      return job && `Importing ${basename(file)}: ${job.events} events`;
    };
    await aloud(recordings.settled(), progress, say);
    const [job] = recordings.list();
    if (job === undefined || job.state !== 'done') {
      throw new CommandError(`${file} could not be imported: ${job?.error ?? job?.state ?? 'nothing was read'}`);
    }
    say(`${basename(file)}: ${job.events} events of ${job.games} games, ${job.rejectedCount} lines rejected`);
    const [down] = await engine.delivered({ signal, say });
    if (down !== undefined) throw new CommandError(down);
    return job.rejectedCount;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
