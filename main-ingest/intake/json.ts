/** Numbers as Python's json.dumps writes them, which JSON has no word for. */
const BARE = /(?<![\w.+-])-?(?:NaN|Infinity)(?![\w.])/g;

/**
 * Parses JSON, and JSON with the bare numbers `NaN` (null: nothing is known), `Infinity` and `-Infinity` in it. What is JSON
 * is parsed once, as it is.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const plain = withoutBareNumbers(text);
    if (plain === undefined) throw error;
    return JSON.parse(plain);
  }
}

/** The text with its bare numbers as JSON writes them; undefined where there is none outside of strings. */
function withoutBareNumbers(text: string): string | undefined {
  const pieces: string[] = [];
  let kept = 0;
  for (let from = 0; from < text.length; ) {
    const quote = text.indexOf('"', from);
    const end = quote === -1 ? text.length : quote;
    for (const { 0: word, index } of text.slice(from, end).matchAll(BARE)) {
      const place = from + index;
      pieces.push(text.slice(kept, place), word === 'NaN' ? 'null' : word.replace('Infinity', '1e999'));
      kept = place + word.length;
    }
    from = quote === -1 ? text.length : endOfString(text, quote);
  }
  return kept === 0 ? undefined : pieces.join('') + text.slice(kept);
}

/** Place behind the string that begins at `quote`. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}
