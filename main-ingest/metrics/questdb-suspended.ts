import type { Pool } from 'pg';
import { refreshInvalidViews } from './questdb-views.ts';

const WATCH_MS = 5_000;

/**
 * A table that met an error (a full disk, too little memory) is suspended: it takes rows and shows none of them, and says
 * nothing. This looks for such tables and lets them go on where they stopped.
 */
export function watchTables(
  pool: Pool,
  onSuspended: (tables: readonly string[]) => void = () => undefined,
): { close(): Promise<void> } {
  let known: readonly string[] = [];
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const suspended = await resumeSuspended(pool);
    if (suspended.join() !== known.join()) onSuspended(suspended);
    known = suspended;
    await refreshInvalidViews(pool);
  };
  const timer = setInterval(() => {
    // A server that does not answer is noticed by those who write and read.
    looking = looking.then(look).catch(() => undefined);
  }, WATCH_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Resumes the suspended tables and answers which they were. */
export async function resumeSuspended(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM wal_tables() WHERE suspended ORDER BY name');
  const names = rows.map((row) => row.name);
  for (const name of names) await pool.query(`ALTER TABLE '${name}' RESUME WAL`);
  return names;
}
