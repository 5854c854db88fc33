import { useSyncExternalStore } from 'react';

/** What was typed and not saved, by setting. It outlives the view: who looks something up finds it again. */
export type Drafts = ReadonlyMap<string, string>;

let drafts: Drafts = new Map();
const listeners = new Set<() => void>();

function set(next: Drafts): void {
  drafts = next;
  for (const listener of listeners) listener();
}

/** @param saved what the field shows when nothing is changed: the same again is no draft */
export function setDraft(name: string, draft: string, saved: string): void {
  if (draft === saved) dropDrafts([name]);
  else set(new Map([...drafts, [name, draft]]));
}

export function dropDrafts(names: Iterable<string>): void {
  const gone = new Set(names);
  set(new Map([...drafts].filter(([name]) => !gone.has(name))));
}

export function useDrafts(): Drafts {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => drafts,
  );
}
