export interface Found {
  /** Smaller is better. */
  readonly rank: number;
  /** Letters of the text that match, as pairs of start and end. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/**
 * Finds typed words in a text: at its start before at a word's start before anywhere; with no such place the letters in
 * their order ("trio" in "The red idol"). Undefined where it does not match. Nothing typed matches all.
 */
export function find(typed: string, text: string): Found | undefined {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return { rank: 0, marks: [] };
  const lower = text.toLowerCase();
  const at = lower.indexOf(wanted);
  if (at === 0) return { rank: 1, marks: [[0, wanted.length]] };
  const word = lower.indexOf(` ${wanted}`);
  if (word >= 0) return { rank: 2, marks: [[word + 1, word + 1 + wanted.length]] };
  if (at > 0) return { rank: 3, marks: [[at, at + wanted.length]] };
  return scattered(wanted, lower);
}

function scattered(wanted: string, lower: string): Found | undefined {
  if (wanted.length < 3) return undefined;
  const marks: [number, number][] = [];
  let from = 0;
  for (const letter of wanted.replaceAll(' ', '')) {
    const at = lower.indexOf(letter, from);
    if (at < 0) return undefined;
    const last = marks.at(-1);
    if (last && last[1] === at) last[1] = at + 1;
    else marks.push([at, at + 1]);
    from = at + 1;
  }
  // Letters all over a long text match anything.
  return marks.length > wanted.length / 2 + 1 ? undefined : { rank: 4 + marks.length, marks };
}
