import { useState } from 'react';

const KEY = 'workbench-games-hidden-columns';

function kept(): readonly string[] {
  try {
    return (localStorage.getItem(KEY) ?? '').split(',').filter((name) => name !== '');
  } catch {
    return [];
  }
}

/** Columns that a person put away; this browser remembers them. */
export function useHiddenColumns(): readonly [hidden: readonly string[], toggle: (id: string) => void] {
  const [hidden, setHidden] = useState(kept);
  const toggle = (id: string) => {
    const next = hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id];
    setHidden(next);
    try {
      localStorage.setItem(KEY, next.join(','));
    } catch {
      // They are put away until the page is closed.
    }
  };
  return [hidden, toggle];
}
