import { type KeyboardEvent as ReactKeyboardEvent, useCallback, useEffect, useRef } from 'react';
import { KEY_TABLE, type KeyEntry, type KeyGroup } from './key-table.ts';
import { chordOf, match, writesText } from './match.ts';

/** What the actions of a group do now, by their id in the key table. An action that returns false lets the key through. */
export type KeyHandlers = Readonly<Record<string, () => unknown>>;

interface Registration {
  readonly entries: readonly KeyEntry[];
  readonly handlers: { readonly current: KeyHandlers };
}

/** Newest last: what was opened last hears a key first. */
const registrations: Registration[] = [];
const PENDING_MS = 1_500;
let pending = '';
let pendingTimer: ReturnType<typeof setTimeout> | undefined;

function entriesOf(groups: readonly KeyGroup[]): KeyEntry[] {
  return KEY_TABLE.filter((entry) => groups.includes(entry.group));
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

function remember(keys: string): void {
  pending = keys;
  clearTimeout(pendingTimer);
  if (keys !== '') pendingTimer = setTimeout(() => remember(''), PENDING_MS);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event);
  if (chord === undefined) return;
  if (writesText(chord) && inField(event.target)) return;
  // A window on top takes the keys; what lies below it hears none but those it registered itself.
  if (document.querySelector('[role="dialog"][data-modal]') && chord !== 'Escape') return;
  const before = pending;
  remember('');
  for (const { entries, handlers } of registrations.toReversed()) {
    const active = entries.filter((entry) => handlers.current[entry.id] !== undefined);
    const found = match(active, before, chord);
    if (found.kind === 'none') continue;
    if (found.kind === 'prefix') {
      remember(found.keys);
      event.preventDefault();
      return;
    }
    if (handlers.current[found.id]?.() === false) continue;
    event.preventDefault();
    return;
  }
}

/**
 * Handles the keys of a group for as long as the component is there: `useKeys('replay', { 'step-on': next })`.
 * Keys that write are left to a field that has the focus.
 */
export function useKeys(group: KeyGroup, handlers: KeyHandlers): void {
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    const registration = { entries: entriesOf([group]), handlers: current };
    if (registrations.length === 0) document.addEventListener('keydown', onKeyDown);
    registrations.push(registration);
    return () => {
      registrations.splice(registrations.indexOf(registration), 1);
      if (registrations.length === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, [group]);
}

/**
 * Handles the keys of a group while the focus is inside an element: `<div onKeyDown={useFocusKeys('charts', {…})}>`.
 * Used by lists and charts, of which a view has several.
 */
export function useFocusKeys(group: KeyGroup, handlers: KeyHandlers): (event: ReactKeyboardEvent) => void {
  const current = useRef(handlers);
  current.current = handlers;
  return useCallback(
    (event) => {
      const chord = chordOf(event);
      if (chord === undefined || event.defaultPrevented) return;
      if (inField(event.target) && writesText(chord)) return;
      // A key that continues another ("g c") belongs to the whole window.
      if (pending !== '') return;
      const active = entriesOf([group]).filter((entry) => current.current[entry.id] !== undefined);
      const found = match(active, '', chord);
      if (found.kind !== 'action' || current.current[found.id]?.() === false) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [group],
  );
}

/** Does an action of the window by its id, as its key would: for the menu of the desktop and for the palette. */
export function perform(id: string): boolean {
  for (const { handlers } of registrations.toReversed()) {
    const handler = handlers.current[id];
    if (handler && handler() !== false) return true;
  }
  return false;
}

/** The group of keys that the focus is in: marked by `data-keys` on the list or chart, else the last view's. */
export function focusedGroup(): KeyGroup {
  const marked = document.activeElement?.closest('[data-keys]')?.getAttribute('data-keys');
  const inside = KEY_TABLE.find((entry) => entry.group === marked)?.group;
  return inside ?? registrations.at(-1)?.entries[0]?.group ?? 'everywhere';
}

/** Ids of the actions that something handles now. */
export function activeActions(): ReadonlySet<string> {
  return new Set(registrations.flatMap(({ handlers }) => Object.keys(handlers.current)));
}
