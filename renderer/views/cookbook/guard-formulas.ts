import { useState } from 'react';

const KEY = 'workbench-guard-formulas';

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

/** Whether CSV files are to be safe to open in a spreadsheet; this browser remembers it. */
export function useGuardFormulas(): readonly [guards: boolean, guard: (wanted: boolean) => void] {
  const [guards, setGuards] = useState(kept);
  const guard = (wanted: boolean) => {
    setGuards(wanted);
    try {
      localStorage.setItem(KEY, wanted ? 'yes' : 'no');
    } catch {
      // It holds until the page is closed.
    }
  };
  return [guards, guard];
}
