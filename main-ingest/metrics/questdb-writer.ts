import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Pool } from 'pg';
import type { MetricsCheckpoint, MetricsWriter } from './metrics.ts';
import { writeErrorOf } from './questdb-error.ts';
import { encodeRows, type LineTable } from './questdb-lines.ts';
import { postRows } from './questdb-post.ts';
import { CHECKPOINT_TABLE } from './questdb-schema.ts';
import { type Row, TABLES, type TableRows } from './tables.ts';

/** Writes between two rows of the checkpoint table that hold the whole carry. */
const COMPLETE_EVERY = 200;
const CHECKPOINTS: LineTable = {
  name: CHECKPOINT_TABLE,
  columns: [
    { name: 'timestamp', type: 'timestamp' },
    { name: 'position', type: 'integer', wide: true },
    { name: 'complete', type: 'boolean' },
    { name: 'carry', type: 'text' },
  ],
};
const APPLY_MS = 60_000;

/** @param url where the server takes rows, `http://host:port` */
export async function openWriter(url: string, pool: Pool): Promise<MetricsWriter> {
  const server = new URL(url);
  const agent = server.protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  return new QuestdbWriter({ server, agent, pool });
}

interface Connection {
  readonly server: URL;
  readonly agent: HttpAgent;
  readonly pool: Pool;
}

/**
 * Sends each table's rows as one request, which the server takes or refuses as a whole, and after all of them the checkpoint. A
 * write that failed has sent some of its tables: sent again, their rows replace themselves.
 */
class QuestdbWriter implements MetricsWriter {
  readonly #server: URL;
  readonly #agent: HttpAgent;
  readonly #pool: Pool;
  /** All of the carry as it was last confirmed; undefined until it has been asked for. */
  #carry: Map<string, string> | undefined;
  #writes = 0;
  #lastUs = 0;

  constructor({ server, agent, pool }: Connection) {
    this.#server = server;
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

  async #sendRows(rows: TableRows): Promise<void> {
    const sent: Promise<void>[] = [];
    for (const table of TABLES) {
      const all = rows.get(table.name) ?? [];
      // It is under way while the next table's rows are encoded.
      if (all.length > 0) sent.push(this.#send(table, all));
    }
    await Promise.allSettled(sent);
    await Promise.all(sent);
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }

  async #send(table: LineTable, rows: readonly Row[]): Promise<void> {
    await postRows(this.#server, this.#agent, encodeRows(table, rows));
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
    const saved = JSON.stringify([...(complete ? carry : changed)]);
    await this.#send(CHECKPOINTS, [[timestamp, position, complete, saved]]);
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
