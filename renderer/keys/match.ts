import type { KeyEntry } from './key-table.ts';

/** What of a keyboard event decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * A key press as the key table writes it: `Ctrl+k`, `Shift+ArrowLeft`, `?`. Shift is named only with keys that write
 * nothing and with Ctrl or Alt: `?` is `?` wherever it lies on the keyboard. Undefined for a bare modifier.
 */
export function chordOf(press: KeyPress): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(press.key)) return undefined;
  const ctrl = press.ctrlKey || press.metaKey;
  const writes = press.key.length === 1 && press.key !== ' ';
  const name = press.key === ' ' ? 'Space' : writes && (ctrl || press.altKey) ? press.key.toLowerCase() : press.key;
  const shift = press.shiftKey && (!writes || ctrl || press.altKey);
  return [ctrl && 'Ctrl', press.altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}

export type Match =
  | { readonly kind: 'action'; readonly id: string }
  /** The first key of several: wait for the next. */
  | { readonly kind: 'prefix'; readonly keys: string }
  | { readonly kind: 'none' };

/** Which of these entries a press means, after the keys already pressed (`''`: none). */
export function match(entries: readonly KeyEntry[], pending: string, chord: string): Match {
  const keys = pending === '' ? chord : `${pending} ${chord}`;
  for (const entry of entries) if (entry.keys.includes(keys)) return { kind: 'action', id: entry.id };
  if (entries.some((entry) => entry.keys.some((key) => key.startsWith(`${keys} `)))) return { kind: 'prefix', keys };
  return { kind: 'none' };
}

/** Whether a chord writes text, so that it belongs to a field that has the focus. */
export function writesText(chord: string): boolean {
  return !/^(Ctrl|Alt)\+/.test(chord) && !/^(Escape|F\d+)$/.test(chord);
}
