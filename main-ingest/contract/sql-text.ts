/** A stretch of SQL: `code` is everything that is none of the others. */
export interface SqlPiece {
  readonly kind: 'code' | 'string' | 'identifier' | 'comment' | 'parameter';
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const PIECES = new RegExp(
  [
    String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$))`,
    '(?<identifier>"(?:[^"]|"")*(?:"|$))',
    // Not `::` (a cast), not `a:b` or `[1:n]` (a slice).
    String.raw`(?<parameter>(?<![:\w)\]'"]):[A-Za-z_]\w*)`,
  ].join('|'),
  'g',
);

/**
 * Cuts SQL into pieces, so that what looks like a parameter inside a string, a quoted name or a comment is left alone.
 * Follows what DuckDB and QuestDB have in common; dollar quotes and `E'…'` are DuckDB's.
 */
export function sqlPieces(sql: string): SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let at = 0;
  for (const match of sql.matchAll(PIECES)) {
    if (match.index > at) pieces.push({ kind: 'code', start: at, end: match.index });
    at = match.index + match[0].length;
    pieces.push({ kind: kindOf(match.groups ?? {}), start: match.index, end: at });
  }
  if (at < sql.length) pieces.push({ kind: 'code', start: at, end: sql.length });
  return pieces;
}

function kindOf(groups: Record<string, string | undefined>): SqlPiece['kind'] {
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  return groups.identifier !== undefined ? 'identifier' : 'parameter';
}

/** Names of the parameters in a statement, in the order of their first use; those of `-- if` lines included. */
export function parameterNames(sql: string): string[] {
  const names = sqlPieces(sql).flatMap((piece) => {
    const text = sql.slice(piece.start, piece.end);
    return piece.kind === 'parameter' ? [text.slice(1)] : piece.kind === 'comment' ? conditionOf(text) : [];
  });
  return [...new Set(names)];
}

/** Names in a comment `-- if :name …`; none in any other. */
export function conditionOf(comment: string): string[] {
  const names = /^--\s*if((?:\s+:[A-Za-z_]\w*)+)\s*$/.exec(comment)?.[1];
  return names === undefined
    ? []
    : names
        .trim()
        .split(/\s+/)
        .map((name) => name.slice(1));
}
