const BEFORE = 60;
const AFTER = 40;
const WHOLE = 160;

/** The piece of a line around a place, with `…` where it was cut. */
export function excerptAt(text: string, position: number): string {
  const from = Math.max(0, Math.min(position, text.length) - BEFORE);
  const to = Math.min(text.length, position + AFTER);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

/** The piece of a line at fault, as far as the reason names it (a path such as `data.hand`), else the line's beginning. */
export function excerptFor(text: string, reason: string): string {
  for (const name of reason.match(/[A-Za-z]\w*/g) ?? []) {
    const position = text.indexOf(`"${name}":`);
    if (position !== -1 && name !== 'data') return excerptAt(text, position + name.length + 4);
  }
  return text.length <= WHOLE ? text : `${text.slice(0, WHOLE)}…`;
}

/** Why a line is no JSON, and where. */
export function jsonFault(text: string, error: unknown): { code: string; reason: string; excerpt: string } {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  const at = position === undefined ? text.length : Number(position);
  return at >= text.length
    ? { code: 'JSON_CUT_OFF', reason: 'The line ends in the middle', excerpt: excerptAt(text, text.length) }
    : { code: 'JSON', reason: 'Not JSON', excerpt: excerptAt(text, at) };
}
