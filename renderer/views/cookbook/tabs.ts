import { useSyncExternalStore } from 'react';
import type { EditorTab } from '../../../main-ingest/contract/editor.ts';
import { engine } from '../../contract/engine.ts';
import { toast } from '../../toast/toast.ts';

const KEEP_AFTER_MS = 250;

/** The open tabs: kept in the workspace, so that they are there tomorrow and in another window. */
class Tabs {
  #tabs: readonly EditorTab[] | undefined;
  #loading: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  /** Undefined until they are read. */
  readonly all = (): readonly EditorTab[] | undefined => this.#tabs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#loading ??= engine.editor.tabs().then(
      (tabs) => this.#show(tabs),
      () => this.#show([]),
    );
    return () => this.#listeners.delete(listener);
  };

  /** Opens a tab at the end, or changes the one that is there. */
  put(id: string, change: Partial<Omit<EditorTab, 'id'>>): void {
    const tabs = this.#tabs ?? [];
    const before = tabs.find((tab) => tab.id === id);
    if (before) {
      if (
        Object.entries(change).every(([name, value]) => Object.getOwnPropertyDescriptor(before, name)?.value === value)
      )
        return;
      this.#set(tabs.map((tab) => (tab === before ? { ...tab, ...change } : tab)));
    } else this.#set([...tabs, { id, title: id, sql: null, engine: null, values: {}, ...change }]);
  }

  close(id: string): void {
    this.#set((this.#tabs ?? []).filter((tab) => tab.id !== id));
  }

  #set(tabs: readonly EditorTab[]): void {
    this.#show(tabs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), KEEP_AFTER_MS);
  }

  /** Writes what has changed, now. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      await engine.editor.keepTabs([...(this.#tabs ?? [])]);
    } catch {
      toast('The tabs could not be kept: the engine does not answer', 'failure');
    }
  }

  /** Writes at once what waits to be written. */
  keepWaiting(): void {
    if (this.#timer !== undefined) void this.keep();
  }

  #show(tabs: readonly EditorTab[]): void {
    this.#tabs = tabs;
    for (const listener of this.#listeners) listener();
  }
}

export const tabs = new Tabs();
// Whoever leaves right after the last letter wants it kept too.
globalThis.window?.addEventListener('pagehide', () => tabs.keepWaiting());

export function useTabs(): readonly EditorTab[] | undefined {
  return useSyncExternalStore(tabs.subscribe, tabs.all);
}
