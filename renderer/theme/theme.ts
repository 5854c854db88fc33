import { useSyncExternalStore } from 'react';

export type Theme = 'dark' | 'light';

const KEY = 'workbench-theme';
const listeners = new Set<() => void>();

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

let current: Theme = globalThis.window !== undefined && kept() === 'light' ? 'light' : 'dark';

/** Sets the page to the theme that was chosen last; dark where none was. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = current;
}

export function toggleTheme(): void {
  current = current === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, current);
  } catch {
    // A page that may keep nothing still changes its theme.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

/** Other windows follow. */
globalThis.window?.addEventListener('storage', (event) => {
  if (event.key !== KEY || event.newValue === current) return;
  current = event.newValue === 'light' ? 'light' : 'dark';
  applyTheme();
  for (const listener of listeners) listener();
});

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
