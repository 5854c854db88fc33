import { masked } from './statement-text.ts';

/** What turns an instant into what a clock somewhere shows: both look the same in a result. */
const TO_CLOCK =
  /\bat\s+time\s+zone\b|\b(?:to_)?timezone\s*\(|\btimestamp_(?:floor|ceil)\s*\((?:[^(),]*,){4}|\bpg_catalog\.timezone\b/i;

/**
 * Which columns of a statement may hold times of a clock in some zone, by their place: to write them with a `Z` would be
 * false. All other timestamps are UTC. Where the statement does not tell a column apart from the rest (`*`, sub-queries), all may.
 */
export function clockColumns(sql: string, count: number): (place: number) => boolean {
  const text = masked(sql);
  if (!TO_CLOCK.test(text)) return () => false;
  const list = selectList(text);
  if (list === undefined || list.items.length !== count) return () => true;
  const isNested = /\bselect\b|\(\s*from\b|\bunion\b/i.test(list.rest);
  if (isNested && TO_CLOCK.test(list.rest)) return () => true;
  return (place) => TO_CLOCK.test(list.items[place] ?? '');
}

/** The expressions of a plain SELECT, and what follows its FROM; undefined for a statement of another kind. */
function selectList(text: string): { readonly items: readonly string[]; readonly rest: string } | undefined {
  const start = /^[\s(]*select\b/i.exec(text)?.[0].length;
  if (start === undefined) return undefined;
  const items: string[] = [];
  let from = start;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if ('([{'.includes(mark)) depth += 1;
    else if (')]}'.includes(mark)) depth -= 1;
    else if (depth > 0) continue;
    else if (mark === ',') {
      items.push(text.slice(from, at));
      from = at + 1;
    } else if (/^\bfrom\b/i.test(text.slice(at, at + 5)) && /\W/.test(text[at - 1] ?? ' ')) {
      return { items: [...items, text.slice(from, at)], rest: text.slice(at + 4) };
    }
  }
  return { items: [...items, text.slice(from)], rest: '' };
}
