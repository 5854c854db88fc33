import { z } from 'zod';
import { EditorTab, type RanQuery } from '../contract/editor.ts';
import type { Workspace } from './workspace.ts';

/** What the cookbook's editor remembers from one day to the next. */
export interface EditorMemory {
  tabs(): EditorTab[];
  keepTabs(tabs: readonly EditorTab[]): void;
  /** Newest first; those whose text holds `search`. */
  history(search: string, limit: number): RanQuery[];
  ran(query: RanQuery): void;
}

const TABS = 'cookbook.tabs';

export function editorMemory({ preferences, queries }: Pick<Workspace, 'preferences' | 'queries'>): EditorMemory {
  return {
    tabs: () => preferences.get(TABS, z.array(EditorTab)) ?? [],
    keepTabs: (tabs) => preferences.set(TABS, tabs),
    history: (search, limit) => queries.list(search, limit),
    ran: (query) => queries.add(query),
  };
}
