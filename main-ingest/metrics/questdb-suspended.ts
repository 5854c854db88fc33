import type { Pool } from 'pg';
import type { StoreNotice } from '../contract/health.ts';
import { type SuspendedTable, Suspensions } from './questdb-suspensions.ts';
import { refreshInvalidViews } from './questdb-views.ts';

const WATCH_MS = 5_000;

/**
 * A table that met an error (a full disk, too little memory) is suspended: it takes rows and shows none of them, and says
 * nothing. This looks for such tables, lets them go on where they stopped, and tells of it.
 */
export function watchTables(pool: Pool): { notices(): readonly StoreNotice[]; close(): Promise<void> } {
  const suspensions = new Suspensions();
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    await resumeSuspended(pool, suspensions);
    await refreshInvalidViews(pool);
  };
  const timer = setInterval(() => {
    // A server that does not answer is noticed by those who write and read.
    looking = looking.then(look).catch(() => undefined);
  }, WATCH_MS);
  timer.unref();
  return {
    notices: () => suspensions.notices(Date.now()),
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Notes which tables are suspended, and resumes them. */
export async function resumeSuspended(pool: Pool, suspensions: Suspensions): Promise<void> {
  const suspended = await suspendedTables(pool);
  suspensions.saw(suspended, Date.now());
  for (const { name } of suspended) await pool.query(`ALTER TABLE '${name}' RESUME WAL`);
}

/** The tables that take rows and show none of them, each with the transaction that it stands at and why. */
export async function suspendedTables(pool: Pool): Promise<readonly SuspendedTable[]> {
  const { rows } = await pool.query<{ name: string; txn: string; tag: string | null; message: string | null }>(
    `SELECT name, writerTxn AS txn, errorTag AS tag, errorMessage AS message FROM wal_tables()
     WHERE suspended ORDER BY name`,
  );
  return rows.map(({ name, txn, tag, message }) => ({ name, appliedTxn: Number(txn), reason: message || tag || '' }));
}
