import type { StoreNotice } from '../contract/health.ts';

/** A table that the server has stopped applying rows to. */
export interface SuspendedTable {
  readonly name: string;
  /** Last transaction that was applied. */
  readonly appliedTxn: number;
  /** In the server's words; may be empty. */
  readonly reason: string;
}

interface Suspension {
  table: SuspendedTable;
  /** When it was first seen suspended, this time; milliseconds, as all times here. */
  since: number;
  /** When it was first seen applying rows again; undefined while it does not. */
  until: number | undefined;
  /** Times that it was resumed, this time. */
  resumed: number;
  /** Times that it was suspended since it was last well for long. */
  times: number;
  readonly first: number;
}

/** Times that resuming is tried before a person should know that it does not help. */
const ENOUGH_TRIES = 3;
/** Suspensions from which on something keeps coming back. */
const AGAIN_AND_AGAIN = 3;
/** How long a table that was resumed is still told of. */
const REMEMBERED_MS = 600_000;

/** Which tables are suspended, which were lately, and what a person should know of it. */
export class Suspensions {
  readonly #tables = new Map<string, Suspension>();

  /** The tables that are suspended now; each is resumed after this. */
  saw(suspended: readonly SuspendedTable[], now: number): void {
    const names = new Set(suspended.map(({ name }) => name));
    for (const [name, one] of this.#tables) {
      if (!names.has(name)) one.until ??= now;
      if (one.until !== undefined && now - one.until > REMEMBERED_MS) this.#tables.delete(name);
    }
    for (const table of suspended) {
      const known = this.#tables.get(table.name);
      if (known === undefined) {
        this.#tables.set(table.name, { table, since: now, until: undefined, resumed: 1, times: 1, first: now });
      } else if (known.until === undefined) {
        known.table = table;
        known.resumed += 1;
      } else {
        Object.assign(known, { table, since: now, until: undefined, resumed: 1, times: known.times + 1 });
      }
    }
  }

  notices(now: number): readonly StoreNotice[] {
    const all = [...this.#tables.values()];
    const suspended = all.filter(({ until }) => until === undefined);
    const well = all.filter(({ until }) => until !== undefined && now - until <= REMEMBERED_MS);
    return [
      ...notice(
        suspended.filter(({ resumed }) => resumed > ENOUGH_TRIES),
        stuck,
      ),
      ...notice(
        suspended.filter(({ resumed }) => resumed <= ENOUGH_TRIES),
        waiting,
      ),
      ...notice(
        well.filter(({ times }) => times >= AGAIN_AND_AGAIN),
        unsteady,
      ),
      ...notice(
        well.filter(({ times }) => times < AGAIN_AND_AGAIN),
        resumed,
      ),
    ];
  }
}

type Words = (suspensions: readonly Suspension[], names: string) => Omit<StoreNotice, 'since'> & { since: number };

function notice(suspensions: readonly Suspension[], words: Words): StoreNotice[] {
  if (suspensions.length === 0) return [];
  const { since, ...rest } = words(suspensions, suspensions.map(({ table }) => table.name).join(', '));
  return [{ ...rest, since: new Date(since).toISOString() }];
}

const KEPT = 'Nothing is lost: rows wait in QuestDB’s own log, and charts of these tables stand still until then.';

const waiting: Words = (suspensions, names) => ({
  code: 'table-suspended',
  severity: 'warning',
  since: earliest(suspensions),
  message: `QuestDB has stopped applying what is written to ${names}${reasonOf(suspensions)}`,
  tip: `It is resumed by itself, every 5 s until it helps. ${KEPT}`,
});

const stuck: Words = (suspensions, names) => ({
  code: 'table-stuck',
  severity: 'failure',
  since: earliest(suspensions),
  message: `QuestDB does not apply what is written to ${names}; resuming does not help${reasonOf(suspensions)}`,
  tip:
    `${KEPT} Make room on QuestDB’s disk and in its memory, and look into its log. Only where that names a broken ` +
    `transaction, skip it, which loses its rows: ${suspensions.map(skip).join('; ')}`,
});

const unsteady: Words = (suspensions, names) => ({
  code: 'table-suspended-again',
  severity: 'warning',
  since: Math.min(...suspensions.map(({ first }) => first)),
  message: `QuestDB stopped applying what is written to ${names} ${Math.max(...suspensions.map(({ times }) => times))} times, and goes on again${reasonOf(suspensions)}`,
  tip: 'Nothing is lost, but it will come back: QuestDB’s log says why; most often its disk, its memory or its limit of open files.',
});

const resumed: Words = (suspensions, names) => ({
  code: 'table-resumed',
  severity: 'note',
  since: earliest(suspensions),
  message: `QuestDB had stopped applying what is written to ${names} and goes on again${reasonOf(suspensions)}`,
  tip: 'Nothing is lost. QuestDB’s log says why it stopped.',
});

function earliest(suspensions: readonly Suspension[]): number {
  return Math.min(...suspensions.map(({ since }) => since));
}

function reasonOf(suspensions: readonly Suspension[]): string {
  const reasons = new Set(suspensions.map(({ table }) => table.reason).filter((reason) => reason !== ''));
  return reasons.size === 0 ? '' : `: ${[...reasons].join('; ')}`;
}

function skip({ table }: Suspension): string {
  return `ALTER TABLE ${table.name} RESUME WAL FROM TXN ${table.appliedTxn + 2}`;
}
