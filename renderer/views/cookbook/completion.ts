import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { RecipeParameter, TableSchema } from '../../../main-ingest/contract/cookbook.ts';
import { compact } from '../../format/number.ts';
import styles from './editor.module.css';

interface Known {
  readonly value: string;
  readonly count: number;
}

/** What is offered: asked for anew at every completion. */
export interface Offer {
  readonly tables: readonly TableSchema[];
  readonly parameters: readonly RecipeParameter[];
  /** What a parameter is set to, in words. */
  readonly shown: (parameter: string) => string;
  /** The values that a column really has, most first. */
  readonly values: (table: string, column: string, prefix: string, limit: number) => Promise<readonly Known[]>;
}

type Source = (context: CompletionContext) => CompletionResult | Promise<CompletionResult | null> | null;

/** Completion of tables, columns, parameters and values from what is really there, and of the dialect's words. */
export function offered(offer: () => Offer, words: readonly Completion[]): Source {
  return async (context) => {
    const { node, text } = placeOf(context);
    if (node.endsWith('Comment')) return null;
    if (node === 'String' || node === 'String1') return values(context, text, offer());
    const parameter = context.matchBefore(/(?<![:\w]):\w*/);
    if (parameter) return { from: parameter.from, options: parameterOptions(offer()), validFor: /^:\w*$/ };
    const word = context.matchBefore(/(?:\w+\.)?\w*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const { tables, ...rest } = offer();
    const from = tablesIn(text, tables);
    const dot = word.text.indexOf('.');
    if (dot >= 0) {
      const table = from.find(({ alias }) => alias === word.text.slice(0, dot))?.table;
      const options = table?.columns.map((column) => columnOption(column, table, true, rest)) ?? [];
      return { from: word.from + dot + 1, options, validFor: /^\w*$/ };
    }
    if (/^\d/.test(word.text)) return null;
    const near = [...new Set(from.flatMap(({ table }) => table ?? []))];
    const far = tables.filter((table) => !near.includes(table));
    const wantsTable = /\b(from|join)\s+\w*$/i.test(text.slice(0, context.pos));
    return {
      from: word.from,
      validFor: /^\w*$/,
      options: [
        ...words,
        ...near.flatMap((table) => table.columns.map((column) => columnOption(column, table, true, rest))),
        ...far.flatMap((table) => table.columns.map((column) => columnOption(column, table, false, rest))),
        ...tables.map(
          (table): Completion => ({
            label: table.name,
            type: 'type',
            detail: `table, ${compact(table.rows)} rows`,
            boost: wantsTable ? 80 : 5,
          }),
        ),
        ...namedHere(text).map((label): Completion => ({ label, type: 'namespace', detail: 'named here', boost: 8 })),
        ...from.flatMap(({ alias, table }): Completion[] =>
          table && alias !== table.name ? [{ label: alias, type: 'namespace', detail: table.name, boost: 6 }] : [],
        ),
      ],
    };
  };
}

/** What of the syntax is completed, and the whole text. */
function placeOf(context: CompletionContext): { node: string; text: string } {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  return { node: node.name, text: context.state.doc.toString() };
}

function parameterOptions({ parameters, shown }: Offer): Completion[] {
  return parameters.map(({ name, label }) => ({
    label: `:${name}`,
    type: 'variable',
    detail: `${label}, ${shown(name)}`,
  }));
}

type Column = TableSchema['columns'][number];

function columnOption(column: Column, table: TableSchema, near: boolean, offer: Pick<Offer, 'values'>): Completion {
  return {
    label: column.name,
    type: near ? 'property' : 'far',
    detail: near ? table.name : `${table.name}, not in FROM`,
    boost: near ? 20 : -40,
    info: () => columnInfo(column, table, offer),
  };
}

/** Type and most frequent values of a column, with bars. */
async function columnInfo(column: Column, table: TableSchema, { values }: Pick<Offer, 'values'>): Promise<Node> {
  const element = document.createElement('div');
  element.className = styles.info ?? '';
  const add = (parent: Element, tag: string, text: string) => {
    const child = document.createElement(tag);
    child.textContent = text;
    parent.append(child);
    return child;
  };
  const title = add(element, 'p', '');
  add(title, 'b', column.name);
  title.append(` ${column.type}, of ${table.name}`);
  const known = await values(table.name, column.name, '', 5).catch(() => []);
  const most = Math.max(1, ...known.map(({ count }) => count));
  const list = add(element, 'ul', '');
  for (const { value, count } of known) {
    const row = add(list, 'li', '');
    add(row, 'span', value);
    const bar = add(add(row, 'i', ''), 'i', '');
    bar.style.width = `${(count / most) * 100}%`;
    add(row, 'span', compact(count));
  }
  return element;
}

/** `FROM game_results r JOIN …`: the tables that a text reads, by the names that it gives them. */
function tablesIn(text: string, tables: readonly TableSchema[]): { alias: string; table: TableSchema | undefined }[] {
  const found = [...text.matchAll(/\b(?:from|join)\s+"?(\w+)"?(?:\s+(?:as\s+)?(\w+))?/gi)];
  return found.map(([, name = '', alias]) => ({
    alias: alias === undefined || /^(on|where|join|group|order|left|cross|inner|limit)$/i.test(alias) ? name : alias,
    table: tables.find((table) => table.name === name.toLowerCase()),
  }));
}

/** `WITH games AS (`: names that the text gives by itself. */
function namedHere(text: string): string[] {
  return [...new Set([...text.matchAll(/(?:\bwith|,|\))\s+(\w+)\s+as\s*\(/gi)].map(([, name = '']) => name))];
}

/** Inside a string: the values of the column that it is compared with. */
async function values(context: CompletionContext, text: string, offer: Offer): Promise<CompletionResult | null> {
  const string = context.matchBefore(/'(?:[^']|'')*/);
  if (!string) return null;
  const before = text.slice(0, string.from);
  const [, path = ''] =
    /([\w.]+)\s*(?:=|<>|!=|(?:not\s+)?i?like|(?:not\s+)?in\s*\(\s*(?:'(?:[^']|'')*'\s*,\s*)*)\s*$/i.exec(before) ?? [];
  const column = path.split('.').at(-1) ?? '';
  const near = tablesIn(text, offer.tables).flatMap(({ table }) => table ?? []);
  const table = near.find(({ columns }) => columns.some(({ name }) => name === column));
  if (!table) return null;
  const typed = string.text.slice(1).replaceAll("''", "'");
  const known = await offer.values(table.name, column, typed, 50).catch(() => []);
  const closed = context.state.sliceDoc(context.pos, context.pos + 1) === "'";
  return {
    from: string.from + 1,
    options: known.map(({ value, count }) => ({
      label: value,
      type: 'constant',
      detail: compact(count),
      apply: value.replaceAll("'", "''") + (closed ? '' : "'"),
    })),
  };
}
