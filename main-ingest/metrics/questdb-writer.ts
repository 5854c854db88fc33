import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Sender } from '@questdb/nodejs-client';
import type { Pool } from 'pg';
import type { MetricsCheckpoint, MetricsWriter } from './metrics.ts';
import { writeErrorOf } from './questdb-error.ts';
import { CHECKPOINT_TABLE } from './questdb-schema.ts';
import { type Column, type Row, TABLES, type Table, type TableRows } from './tables.ts';

/** Writes between two rows of the checkpoint table that hold the whole carry. */
const COMPLETE_EVERY = 200;
const APPLY_MS = 60_000;
const REQUEST_MS = 30_000;

/** @param url where the server takes rows, `http://host:port` */
export async function openWriter(url: string, pool: Pool): Promise<MetricsWriter> {
  const { protocol, host, username, password } = new URL(url);
  const user = username === '' ? '' : `username=${username};password=${password};`;
  // Without the client's own retries: a batch is kept, and sent again, by who delivers it.
  const agent = protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const sender = await Sender.fromConfig(
    `${protocol.slice(0, -1)}::addr=${host};${user}auto_flush=off;stdlib_http=on;retry_timeout=0;request_timeout=${REQUEST_MS};`,
    { log: () => undefined, agent },
  );
  return new QuestdbWriter(sender, agent, pool);
}

/**
 * Sends each table's rows as one request, which the server takes or refuses as a whole, and after all of them the checkpoint. A
 * write that failed has sent some of its tables: sent again, their rows replace themselves.
 */
class QuestdbWriter implements MetricsWriter {
  readonly #sender: Sender;
  readonly #agent: HttpAgent;
  readonly #pool: Pool;
  /** All of the carry as it was last confirmed; undefined until it has been asked for. */
  #carry: Map<string, string> | undefined;
  #writes = 0;
  #lastUs = 0;

  constructor(sender: Sender, agent: HttpAgent, pool: Pool) {
    this.#sender = sender;
    this.#agent = agent;
    this.#pool = pool;
  }

  async checkpoint(): Promise<MetricsCheckpoint> {
    const { position, carry, lastUs } = await readCheckpoint(this.#pool).catch((cause: unknown) => {
      throw writeErrorOf(cause);
    });
    this.#carry = new Map(carry);
    this.#lastUs = Math.max(this.#lastUs, lastUs);
    return { position, carry };
  }

  async write(rows: TableRows, checkpoint: MetricsCheckpoint): Promise<void> {
    try {
      await this.#sendRows(rows);
      await this.#saveCheckpoint(checkpoint);
    } catch (cause) {
      throw writeErrorOf(cause);
    }
  }

  async settled(): Promise<void> {
    for (const { name } of TABLES) await applied(this.#pool, name);
  }

  async #sendRows(rows: TableRows): Promise<void> {
    this.#sender.reset();
    const sent: Promise<boolean>[] = [];
    try {
      for (const table of TABLES) {
        const all = rows.get(table.name) ?? [];
        if (all.length === 0) continue;
        for (const row of all) addRow(this.#sender, table, row);
        // Takes what was added and sends it while the next table's rows are added.
        sent.push(this.#sender.flush());
      }
    } finally {
      await Promise.allSettled(sent);
    }
    await Promise.all(sent);
  }

  async close(): Promise<void> {
    await this.#sender.close();
    this.#agent.destroy();
  }

  async #saveCheckpoint({ position, carry: changed }: MetricsCheckpoint): Promise<void> {
    if (this.#carry === undefined) await this.checkpoint();
    const carry = new Map(this.#carry);
    for (const [session, state] of changed) {
      carry.delete(session);
      if (state !== null) carry.set(session, state);
    }
    const complete = this.#writes % COMPLETE_EVERY === 0;
    const timestamp = Math.max(Date.now() * 1000, this.#lastUs + 1);
    this.#sender
      .table(CHECKPOINT_TABLE)
      .intColumn('position', position)
      .booleanColumn('complete', complete)
      .stringColumn('carry', JSON.stringify([...(complete ? carry : changed)]));
    await this.#sender.at(timestamp, 'us');
    await this.#sender.flush();
    this.#lastUs = timestamp;
    this.#carry = carry;
    this.#writes += 1;
  }
}

interface SavedCheckpoint extends MetricsCheckpoint {
  readonly carry: ReadonlyMap<string, string>;
  readonly lastUs: number;
}

async function readCheckpoint(pool: Pool): Promise<SavedCheckpoint> {
  await applied(pool, CHECKPOINT_TABLE);
  const { rows } = await pool.query<{ us: string; position: string; carry: string }>(
    `SELECT cast(timestamp AS LONG) AS us, position, carry FROM ${CHECKPOINT_TABLE}
     WHERE timestamp >= (SELECT max(timestamp) FROM ${CHECKPOINT_TABLE} WHERE complete) ORDER BY timestamp`,
  );
  const carry = new Map<string, string>();
  for (const row of rows) {
    const changed: [string, string | null][] = JSON.parse(row.carry);
    for (const [session, state] of changed) {
      carry.delete(session);
      if (state !== null) carry.set(session, state);
    }
  }
  const last = rows.at(-1);
  return { position: Number(last?.position ?? 0), carry, lastUs: Number(last?.us ?? 0) };
}

/** Waits until all that the server has taken for a table can be read. */
export async function applied(pool: Pool, table: string): Promise<void> {
  for (const end = Date.now() + APPLY_MS; ; ) {
    const { rows } = await pool.query<{ waiting: string }>(
      'SELECT sequencerTxn - writerTxn AS waiting FROM wal_tables() WHERE name = $1',
      [table],
    );
    if (rows.every((row) => Number(row.waiting) === 0)) return;
    if (Date.now() > end) throw new Error(`QuestDB has not applied all of ${table} within ${APPLY_MS} ms`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function addRow(sender: Sender, table: Table, row: Row): void {
  sender.table(table.name);
  for (const [i, column] of table.columns.entries()) {
    const cell = row[i] ?? null;
    if (cell !== null && column.symbol) sender.symbol(column.name, cell);
  }
  for (const [i, column] of table.columns.entries()) addCell(sender, column, i, row[i] ?? null);
  void sender.at(Number(row[0]), 'us');
}

function addCell(sender: Sender, { name, type, symbol }: Column, i: number, cell: Row[number]): void {
  if (cell === null || symbol || i === 0) return;
  switch (type) {
    case 'text':
      sender.stringColumn(name, String(cell));
      return;
    case 'integer':
      sender.intColumn(name, Number(cell));
      return;
    case 'double':
      sender.floatColumn(name, Number(cell));
      return;
    case 'boolean':
      sender.booleanColumn(name, cell === true);
      return;
    case 'timestamp':
      sender.timestampColumn(name, Number(cell), 'us');
  }
}
