import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createBuffer, type SenderBuffer, SenderOptions } from '@questdb/nodejs-client';
import type { Pool } from 'pg';
import type { MetricsCheckpoint, MetricsWriter } from './metrics.ts';
import { writeErrorOf } from './questdb-error.ts';
import { postRows } from './questdb-post.ts';
import { CHECKPOINT_TABLE } from './questdb-schema.ts';
import { type Column, type Row, TABLES, type Table, type TableRows } from './tables.ts';

/** Writes between two rows of the checkpoint table that hold the whole carry. */
const COMPLETE_EVERY = 200;
const APPLY_MS = 60_000;

/** @param url where the server takes rows, `http://host:port` */
export async function openWriter(url: string, pool: Pool): Promise<MetricsWriter> {
  const server = new URL(url);
  const { protocol, host } = server;
  const agent = protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  // Asks the server which version of the line protocol it speaks.
  const options = await SenderOptions.fromConfig(`${protocol.slice(0, -1)}::addr=${host};auto_flush=off;`, {
    log: () => undefined,
  });
  return new QuestdbWriter({ server, agent, buffer: createBuffer(options), pool });
}

interface Connection {
  readonly server: URL;
  readonly agent: HttpAgent;
  readonly buffer: SenderBuffer;
  readonly pool: Pool;
}

/**
 * Sends each table's rows as one request, which the server takes or refuses as a whole, and after all of them the checkpoint. A
 * write that failed has sent some of its tables: sent again, their rows replace themselves.
 */
class QuestdbWriter implements MetricsWriter {
  readonly #server: URL;
  readonly #agent: HttpAgent;
  readonly #buffer: SenderBuffer;
  readonly #pool: Pool;
  /** All of the carry as it was last confirmed; undefined until it has been asked for. */
  #carry: Map<string, string> | undefined;
  #writes = 0;
  #lastUs = 0;

  constructor({ server, agent, buffer, pool }: Connection) {
    this.#server = server;
    this.#agent = agent;
    this.#buffer = buffer;
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
    this.#buffer.reset();
    const sent: Promise<void>[] = [];
    try {
      for (const table of TABLES) {
        const all = rows.get(table.name) ?? [];
        if (all.length === 0) continue;
        for (const row of all) addRow(this.#buffer, table, row);
        // It is under way while the next table's rows are added.
        sent.push(this.#send());
      }
    } finally {
      await Promise.allSettled(sent);
    }
    await Promise.all(sent);
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }

  /** Takes what was added and sends it. */
  async #send(): Promise<void> {
    const rows = this.#buffer.toBufferNew();
    if (rows !== null) await postRows(this.#server, this.#agent, rows);
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
    this.#buffer
      .table(CHECKPOINT_TABLE)
      .intColumn('position', position)
      .booleanColumn('complete', complete)
      .stringColumn('carry', JSON.stringify([...(complete ? carry : changed)]))
      .at(timestamp, 'us');
    await this.#send();
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

function addRow(buffer: SenderBuffer, table: Table, row: Row): void {
  buffer.table(table.name);
  for (const [i, column] of table.columns.entries()) {
    const cell = row[i] ?? null;
    if (cell !== null && column.symbol) buffer.symbol(column.name, cell);
  }
  for (const [i, column] of table.columns.entries()) addCell(buffer, column, i, row[i] ?? null);
  buffer.at(Number(row[0]), 'us');
}

function addCell(buffer: SenderBuffer, { name, type, symbol }: Column, i: number, cell: Row[number]): void {
  if (cell === null || symbol || i === 0) return;
  switch (type) {
    case 'text':
      buffer.stringColumn(name, String(cell));
      return;
    case 'integer':
      buffer.intColumn(name, Number(cell));
      return;
    case 'double':
      buffer.floatColumn(name, Number(cell));
      return;
    case 'boolean':
      buffer.booleanColumn(name, cell === true);
      return;
    case 'timestamp':
      buffer.timestampColumn(name, Number(cell), 'us');
  }
}
