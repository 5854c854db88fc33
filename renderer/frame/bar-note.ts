import { useEffect, useSyncExternalStore } from 'react';

let note: string | undefined;
const listeners = new Set<() => void>();

function set(text: string | undefined): void {
  if (note === text) return;
  note = text;
  for (const listener of listeners) listener();
}

/** Puts a view's own words in the place of "1,399 games" in the bar: `useBarNote('54 of 1,399 games')`. */
export function useBarNote(text: string | undefined): void {
  useEffect(() => {
    set(text);
    return () => set(undefined);
  }, [text]);
}

export function useShownBarNote(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => note,
  );
}
