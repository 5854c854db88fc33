/** Where text of SQL is no code: strings, quoted names, dollar-quoted text, comments. */
const QUIET = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** A statement without the semicolons, spaces and comments that end it, to be put in brackets. */
export function withoutEnd(sql: string): string {
  const masked = sql.replace(QUIET, (text) => (/^(?:--|\/\*)/.test(text) ? ' ' : 'x').repeat(text.length));
  return sql.slice(0, masked.search(/[\s;]*$/));
}
