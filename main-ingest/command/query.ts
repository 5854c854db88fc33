import { writeFile } from 'node:fs/promises';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../contract/contract.ts';
import { QueryProblem, type RunInput, type RunSqlInput } from '../contract/cookbook.ts';
import { gathered } from '../cookbook/answer-parts.ts';
import { type PackedAnswer, queryProblem, UnknownRecipe } from '../cookbook/cookbook.ts';
import { csvLines, jsonLines, tableOf } from '../cookbook/text-lines.ts';
import { holderOf } from '../data-folder.ts';
import { aloud } from '../delivery/aloud.ts';
import { QueryError } from '../metrics/metrics.ts';
import { type Command, type CommandContext, CommandError, EXIT, UsageError } from './command.ts';
import { readArguments, readQuestion } from './query-asked.ts';
import { configFor, numberOption, openEngineFor } from './serving.ts';
import { tableText } from './table-text.ts';

const FORMATS = ['table', 'json', 'csv', 'parquet', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];
/** Formats that are no text: the engine makes the file, of the complete result. */
type FileFormat = 'parquet' | 'xlsx';
const MOST_ROWS = 1_000_000;
const ROWS_OF_A_TABLE = 1000;

export const command: Command = {
  name: 'query',
  summary: 'Ask a recipe of the cookbook, or SQL',
  usage: `RECIPE [name=value…] [--format table|json|csv|parquet|xlsx] [--out FILE] [--limit N]
       npm run query -- --sql "SELECT …" [name=value…]
       npm run query -- --file FILE [name=value…]
  RECIPE           a folder of sql-cookbook/recipes; without one they are listed
  --sql TEXT       a statement, read-only, with :name parameters
  --file FILE      the same from a file; - for standard input, and a - in place of RECIPE means that too
  name=value       a parameter; times as 2026-10-01T09:30:00Z. Several values: name=a,b or name=a name=b, and
                   where one has a comma name='"a, b",c' or name='["a, b","c"]' (of SQL: the second and the last)
  --format NAME    how the answer is written (default table)
  --out FILE       where to, instead of standard output; parquet and xlsx need it
  --limit N        rows at most (default ${ROWS_OF_A_TABLE} for a table, all else; parquet and xlsx hold everything)
  --guard-formulas in CSV, an apostrophe before texts that a spreadsheet would take for formulas (= + - @)`,
  async run(args, context) {
    const asked = readArguments(args);
    const { values } = asked;
    const format = FORMATS.find((one) => one === values.format);
    if (format === undefined) throw new UsageError(`--format: "${values.format}" is none of ${FORMATS.join(', ')}`);
    const guardFormulas = values['guard-formulas'] === true;
    if (guardFormulas && format !== 'csv') throw new UsageError('--guard-formulas is for --format csv');
    if (isFile(format) && values.out === undefined) throw new UsageError(`${format} needs a file: --out FILE`);
    const limit = numberOption('limit', values.limit) ?? (format === 'table' ? ROWS_OF_A_TABLE : MOST_ROWS);

    const { subject, params } = await readQuestion(asked, context);

    const { cookbook, behind, close } = await openCookbookOf(values, context);
    try {
      if (subject === undefined) {
        for (const { name, question } of await cookbook.recipes()) context.answer(`${name.padEnd(32)}${question}`);
        return EXIT.done;
      }
      const input = 'sql' in subject ? { ...subject, params, limit } : { ...subject, params, scope: {}, limit };
      const answering = answer({ cookbook, input, format, guardFormulas, out: values.out, context });
      await aloud(answering, () => 'The query runs …', context.say);
      for (const why of behind) context.say(why);
      return EXIT.done;
    } catch (error) {
      throw explained(error);
    } finally {
      await close();
    }
  },
};

type CookbookClient = ContractRouterClient<Contract>['cookbook'];
/** What both the engine's own cookbook and that of a running workbench can do. */
interface Asked {
  recipes(): ReturnType<CookbookClient['recipes']>;
  packed(input: RunInput | RunSqlInput, signal: AbortSignal): Promise<PackedAnswer>;
  file(format: FileFormat, input: RunInput | RunSqlInput, signal: AbortSignal): Promise<Blob>;
}

/**
 * The workbench that has the data folder open answers; where none has, an engine is opened for this one question.
 * @returns the cookbook, and why its answers may lack the newest events
 */
async function openCookbookOf(
  values: { readonly data?: string | undefined; readonly config?: string | undefined },
  { env, signal, say }: CommandContext,
): Promise<{ cookbook: Asked; behind: readonly string[]; close(): Promise<void> }> {
  const config = configFor(values, env);
  const holder = holderOf(config.dataFolder);
  if (holder?.url !== undefined && (await answers(holder.url))) {
    const headers = holder.token === undefined ? {} : { authorization: `Bearer ${holder.token}` };
    const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ url: `${holder.url}/rpc`, headers }));
    const { cookbook } = client;
    return {
      cookbook: {
        recipes: () => cookbook.recipes(),
        packed: async (input, ending) => gathered(await cookbook.stream(input, { signal: ending })),
        file: (format, run, ending) => cookbook.export({ format, run }, { signal: ending }),
      },
      behind: [],
      close: async () => {},
    };
  }
  // Queries ask the metrics alone.
  const waiting = { stores: ['metrics'], say } as const;
  const engine = await openEngineFor(config, waiting);
  const behind = await engine.delivered({ ...waiting, signal });
  const { cookbook } = engine.answers;
  return {
    cookbook: {
      recipes: () => cookbook.recipes(),
      packed: (input, ending) => cookbook.packed(input, ending),
      file: (format, run, ending) => cookbook.export({ format, run }, ending),
    },
    behind,
    close: () => engine.close(),
  };
}

/** Whether a workbench answers there: one that was killed leaves its address behind. */
async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    (response) => response.ok,
    () => false,
  );
}

interface Answering {
  readonly cookbook: Asked;
  readonly input: RunInput | RunSqlInput;
  readonly format: Format;
  readonly guardFormulas: boolean;
  readonly out: string | undefined;
  readonly context: CommandContext;
}

function isFile(format: Format): format is FileFormat {
  return format === 'parquet' || format === 'xlsx';
}

async function answer({ cookbook, input, format, guardFormulas, out, context }: Answering): Promise<void> {
  if (isFile(format)) {
    const file = await cookbook.file(format, input, context.signal);
    await writeFile(out ?? '', Buffer.from(await file.arrayBuffer()));
    return;
  }
  const { head, blocks } = await cookbook.packed(input, context.signal);
  const { columns, rowCount, truncated, bytes, timing, engine } = head;
  // A block of rows is opened at a time; a table alone needs all of them, for the width of its columns.
  const table = tableOf(columns, blocks);
  const recipe = 'sql' in input ? undefined : (await cookbook.recipes()).find(({ name }) => name === input.recipe);
  const lines =
    format === 'csv'
      ? csvLines(table, { guardFormulas })
      : format === 'json'
        ? jsonLines(table)
        : tableText({ columns, rows: [...table.rows] }, recipe);
  const text = [...lines].join('');
  if (out === undefined) context.answer(text.replace(/\r?\n$/, ''));
  else await writeFile(out, text);
  const rowsSaid = truncated
    ? `the first ${rowCount} rows, ${(bytes / 1_000_000).toFixed(1)} MB; there are more`
    : `${rowCount} rows`;
  context.say(`${rowsSaid} · ${timing.totalMs.toFixed(0)} ms · ${engine}`);
}

/** What went wrong in the query, in words for a person; other errors as they are. */
function explained(error: unknown): unknown {
  if (error instanceof UnknownRecipe || (error instanceof ORPCError && error.code === 'NOT_FOUND')) {
    return new UsageError(`${error.message}. Without a name, query lists the recipes.`);
  }
  const problem = error instanceof QueryError ? queryProblem(error) : problemOf(error);
  if (problem === undefined) return error;
  if (problem.code === 'PARAMETER')
    return new UsageError(problem.tip ? `${problem.message}. ${problem.tip}` : problem.message);
  const place = problem.position === null ? '' : ` (at character ${problem.position + 1})`;
  return new CommandError(`${problem.message}${place}`, {
    ...(problem.tip !== null && { tip: problem.tip }),
    cause: error,
  });
}

function problemOf(error: unknown): QueryProblem | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'QUERY') return undefined;
  return QueryProblem.safeParse(error.data).data;
}
