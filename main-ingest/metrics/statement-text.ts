/** Where text of SQL is no code: strings, quoted names, dollar-quoted text, comments. */
const QUIET = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The statement with its strings blotted out and its comments blank, each character in its place. */
function masked(sql: string): string {
  return sql.replace(QUIET, (text) => (/^(?:--|\/\*)/.test(text) ? ' ' : 'x').repeat(text.length));
}

/** A statement without the semicolons, spaces and comments that end it, to be put in brackets. */
export function withoutEnd(sql: string): string {
  return sql.slice(0, masked(sql).search(/[\s;]*$/));
}

/** The first word of a statement, in lower case, past comments and opening brackets. */
export function firstWord(sql: string): string {
  return /^[\s(]*([a-z_]*)/i.exec(masked(sql))?.[1]?.toLowerCase() ?? '';
}

/** The largest `n` of the parameters `$n` in a statement; 0 for none. */
export function lastParameter(sql: string): number {
  return Math.max(0, ...Array.from(masked(sql).matchAll(/\$(\d+)/g), ([, number]) => Number(number)));
}
