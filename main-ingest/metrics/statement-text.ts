/** Where text of SQL is no code: strings, quoted names, dollar-quoted text, comments. */
const QUIET = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The statement with its strings blotted out and its comments blank, each character in its place. */
export function masked(sql: string): string {
  return sql.replace(QUIET, (text) => (/^(?:--|\/\*)/.test(text) ? ' ' : 'x').repeat(text.length));
}

/** A statement without the semicolons, spaces and comments that end it, to be put in brackets. */
export function withoutEnd(sql: string): string {
  return sql.slice(0, masked(sql).search(/[\s;]*$/));
}

/** Whether there is nothing to run: spaces, comments and semicolons alone. */
export function isBlank(sql: string): boolean {
  return /^[\s;]*$/.test(masked(sql));
}

/** Whether a text has no more than one statement: no semicolon but at its end. */
export function isOneStatement(sql: string): boolean {
  return !masked(withoutEnd(sql)).includes(';');
}

/** The first word of a statement, in lower case, past comments and opening brackets. */
export function firstWord(sql: string): string {
  return /^[\s(]*([a-z_]*)/i.exec(masked(sql))?.[1]?.toLowerCase() ?? '';
}

/** Where a statement begins: past spaces and comments, and where its first word does: past opening brackets too. */
export function beginOf(sql: string): { readonly statement: number; readonly word: number } {
  const text = masked(sql);
  return { statement: text.search(/\S/), word: text.search(/[^\s(]/) };
}

/** The largest `n` of the parameters `$n` in a statement; 0 for none. */
export function lastParameter(sql: string): number {
  return Math.max(0, ...Array.from(masked(sql).matchAll(/\$(\d+)/g), ([, number]) => Number(number)));
}
