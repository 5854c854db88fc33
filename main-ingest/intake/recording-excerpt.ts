const BEFORE = 40;
const AFTER = 80;
const WHOLE = 160;

/** The piece of a line around a place, with `…` where it was cut. */
export function excerptAt(text: string, position: number): string {
  const from = Math.max(0, Math.min(position, text.length) - BEFORE);
  const to = Math.min(text.length, position + AFTER);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

/**
 * The piece of a line at fault: the field that the reason begins with, as a path (`data.scoring.finalScore: …`), else
 * the line's beginning.
 */
export function excerptFor(text: string, reason: string): string {
  const [, path = ''] = /^([\w.[\]]+):/.exec(reason) ?? [];
  let position = -1;
  for (const name of path.match(/[A-Za-z_]\w*/g) ?? []) {
    const found = text.indexOf(`"${name}":`, Math.max(0, position));
    if (found !== -1) position = found;
  }
  if (position !== -1) return excerptAt(text, position);
  return text.length <= WHOLE ? text : `${text.slice(0, WHOLE)}…`;
}

/** Why a line is no JSON, and where. */
export function jsonFault(text: string, error: unknown): { code: string; reason: string; excerpt: string } {
  const message = error instanceof Error ? error.message : String(error);
  const position = faultPosition(text, message);
  return /^Unexpected end|^Unterminated/.test(message) || position >= text.length
    ? { code: 'JSON_CUT_OFF', reason: 'The line ends in the middle', excerpt: excerptAt(text, text.length) }
    : { code: 'JSON', reason: 'Not JSON', excerpt: excerptAt(text, position) };
}

/** V8 shows as many characters before the one at fault, after which it shows as many again. */
const CONTEXT = 10;

/** Where JSON.parse stopped: its message tells a position, or the token with what stands around it. */
function faultPosition(text: string, message: string): number {
  const told = /position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  const [, token = '', cut, context = ''] =
    /^Unexpected token '(.+?)', (\.\.\.)?"(.*)"(?:\.\.\.)? is not/s.exec(message) ?? [];
  const start = Math.max(0, text.indexOf(context));
  return cut === undefined ? Math.max(0, text.indexOf(token)) : start + CONTEXT;
}
