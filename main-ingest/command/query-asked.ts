import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { ParameterValue } from '../contract/cookbook.ts';
import { COMMON_OPTIONS, type CommandContext, CommandError, UsageError } from './command.ts';

const OPTIONS = {
  ...COMMON_OPTIONS,
  sql: { type: 'string' },
  file: { type: 'string' },
  format: { type: 'string', default: 'table' },
  out: { type: 'string' },
  limit: { type: 'string' },
  'guard-formulas': { type: 'boolean' },
} as const;
/** Stands for standard input in place of a file. */
const INPUT = '-';

/** What is asked: a recipe, or SQL; neither where the recipes are to be listed. */
export type Subject = { readonly recipe: string } | { readonly sql: string } | undefined;

/** The arguments of `query`, but for the statement: it may have to be read first. */
export function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: withStatements(args), options: OPTIONS, allowPositionals: true });
  return { values, positionals };
}
export type QueryArguments = ReturnType<typeof readArguments>;

/**
 * A statement belongs to its `--sql` even where it begins with a comment, which looks like an option.
 */
function withStatements(args: readonly string[]): string[] {
  return args.flatMap((argument, place) => {
    if (args[place - 1] === '--sql' && !isOption(argument)) return [];
    if (argument !== '--sql') return [argument];
    const next = args[place + 1];
    if (next !== undefined && !isOption(next)) return [`--sql=${next}`];
    throw new UsageError('--sql needs a statement: --sql "SELECT …"');
  });
}

function isOption(argument: string): boolean {
  const name = /^--([a-z-]+)(?:=.*)?$/.exec(argument)?.[1];
  return name !== undefined && Object.hasOwn(OPTIONS, name);
}

/** What is asked and with which values. Reads the file or standard input where the statement stands there. */
export async function readQuestion(
  { values, positionals }: QueryArguments,
  context: CommandContext,
): Promise<{ readonly subject: Subject; readonly params: Record<string, ParameterValue> }> {
  const [first, ...rest] = positionals;
  if (values.sql !== undefined && values.file !== undefined) throw new UsageError('Either --sql or --file, not both');
  if (values.sql !== undefined) return { subject: { sql: values.sql }, params: parametersOf(positionals, true) };
  const file = values.file ?? (first === INPUT ? INPUT : undefined);
  if (file !== undefined) {
    const params = parametersOf(values.file === undefined ? rest : positionals, true);
    return { subject: { sql: await statementIn(file, context) }, params };
  }
  return { subject: first === undefined ? undefined : { recipe: first }, params: parametersOf(rest, false) };
}

async function statementIn(file: string, context: CommandContext): Promise<string> {
  if (file === INPUT && process.stdin.isTTY) context.say('Write a statement; an empty line with Ctrl-D ends it.');
  const place = file === INPUT ? 'Standard input' : file;
  const bytes = await (file === INPUT ? buffer(process.stdin) : readFile(file)).catch((cause: unknown) => {
    throw new CommandError(`${place} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
  // PowerShell writes UTF-16 with its mark.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandError(`${place} is no text in UTF-8`, { cause });
  }
}

/**
 * `name=value` arguments; a name that is given several times is a list. Of SQL, which declares no types, what reads as a
 * number, truth value or JSON list is one.
 */
function parametersOf(named: readonly string[], free: boolean): Record<string, ParameterValue> {
  const given = new Map<string, string[]>();
  for (const argument of named) {
    const place = argument.indexOf('=');
    if (place < 1) throw new UsageError(`"${argument}" is no parameter: write name=value`);
    const name = argument.slice(0, place);
    given.set(name, [...(given.get(name) ?? []), argument.slice(place + 1)]);
  }
  const valueFrom = (texts: readonly string[]): ParameterValue => {
    const [text = ''] = texts;
    if (texts.length > 1) return [...texts];
    return free ? untyped(text) : text;
  };
  return Object.fromEntries(Array.from(given, ([name, texts]) => [name, valueFrom(texts)]));
}

function untyped(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  // A number that would be written otherwise (more digits than it can hold, zeros before it) stays as it was typed.
  if (String(Number(text)) === text && Number.isFinite(Number(text))) return Number(text);
  if (!/^\[.*\]$/s.test(text)) return text;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : text;
  } catch {
    return text;
  }
}
