import type { CellBlock } from '../contract/cell-block.ts';
import type { Channel } from './channel.ts';
import {
  type BindValue,
  type MetricsReader,
  QueryError,
  type QueryErrorCode,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from './metrics.ts';
import { PackedResult, type ResultParts } from './packed-result.ts';
import { stoppedError } from './query-errors.ts';

interface Statement {
  readonly id: number;
  readonly sql: string;
  readonly binds: readonly BindValue[];
}

type Question =
  | (Statement & { readonly call: 'query' } & Omit<QueryOptions, 'signal'>)
  | (Statement & { readonly call: 'export'; readonly file: string })
  | { readonly id: number; readonly call: 'tables' | 'settled' };

/** From who asks to who answers. */
export type Request = Question | { readonly id: number; readonly call: 'cancel' };

/** From who answers to who asks. */
export type Answer =
  | { readonly id: number; readonly block: CellBlock }
  | { readonly id: number; readonly result: Omit<ResultParts, 'blocks'> }
  | { readonly id: number; readonly exported: number }
  | { readonly id: number; readonly tables: readonly TableInfo[] }
  | { readonly id: number; readonly settled: true }
  | { readonly id: number; readonly error: PackedError };

interface PackedError {
  readonly code: QueryErrorCode;
  readonly message: string;
  readonly position?: number | undefined;
  readonly tip?: string | undefined;
  /** The engine's own words. */
  readonly cause?: string | undefined;
}

/** Answers the questions that come through a channel with a reader of this thread. */
export function serveReader(channel: Channel<Request, Answer>, reader: MetricsReader): void {
  const running = new Map<number, AbortController>();
  channel.onMessage((request) => {
    if (request.call === 'cancel') {
      running.get(request.id)?.abort();
      return;
    }
    const stop = new AbortController();
    running.set(request.id, stop);
    answer(reader, request, stop.signal, (block) => channel.send({ id: request.id, block }))
      .catch((reason: unknown): Answer => ({ id: request.id, error: packError(reason) }))
      .then((message) => {
        running.delete(request.id);
        channel.send(message);
      });
  });
  channel.onClose(() => {
    for (const stop of running.values()) stop.abort();
  });
}

/** @param tell is told each block of a result, so that a large one is never a single message */
async function answer(
  reader: MetricsReader,
  question: Question,
  signal: AbortSignal,
  tell: (block: CellBlock) => Promise<void> | undefined,
): Promise<Answer> {
  const { id } = question;
  switch (question.call) {
    case 'query': {
      const { sql, binds, id: _, call: __, ...options } = question;
      const result = await reader.query(sql, binds, { ...options, signal });
      for (const block of result.blocks) await tell(block);
      return { id, result: partsOf(result) };
    }
    case 'export':
      return { id, exported: await reader.exportParquet(question.sql, question.binds, question.file, { signal }) };
    case 'tables':
      return { id, tables: await reader.tables() };
    case 'settled':
      await reader.settled();
      return { id, settled: true };
  }
}

/** Time that a query has to end after it was told to, or after its time was up. Most take milliseconds. */
const STOP_MS = 5_000;

export interface RemoteOptions {
  readonly engine: MetricsReader['engine'];
  /** Ends the other side, where that can be done, because a query there cannot be stopped in another way. */
  readonly end?: (reason: string) => void;
}

/** A reader whose questions are answered by {@link serveReader} at the other end of the channel. */
export function remoteReader(
  channel: Channel<Answer, Request>,
  options: RemoteOptions = { engine: 'duckdb' },
): MetricsReader {
  return new RemoteReader(channel, options);
}

interface Waiting {
  /** Of the result, as far as they have come. */
  readonly blocks: CellBlock[];
  resolve(answer: Answer): void;
  reject(reason: QueryError): void;
}

class RemoteReader implements MetricsReader {
  readonly engine: MetricsReader['engine'];
  readonly #channel: Channel<Answer, Request>;
  readonly #end: RemoteOptions['end'];
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #open = true;

  constructor(channel: Channel<Answer, Request>, { engine, end }: RemoteOptions) {
    this.#channel = channel;
    this.#end = end;
    this.engine = engine;
    channel.onMessage((message) => this.#answered(message));
    channel.onClose((reason) => this.#lost(reason));
  }

  async query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    const { signal, ...rest } = options;
    const blocks: CellBlock[] = [];
    const question = (id: number): Question => ({ id, call: 'query', sql, binds, ...rest });
    const message = await this.#ask(question, signal, rest.timeoutMs, blocks);
    if (!('result' in message)) throw unexpected(message);
    return new PackedResult({ ...message.result, blocks });
  }

  async exportParquet(
    sql: string,
    binds: readonly BindValue[],
    file: string,
    { signal }: { readonly signal?: AbortSignal },
  ): Promise<number> {
    const message = await this.#ask((id) => ({ id, call: 'export', sql, binds, file }), signal);
    if (!('exported' in message)) throw unexpected(message);
    return message.exported;
  }

  async tables(): Promise<readonly TableInfo[]> {
    const message = await this.#ask((id) => ({ id, call: 'tables' }));
    if (!('tables' in message)) throw unexpected(message);
    return message.tables;
  }

  async settled(): Promise<void> {
    await this.#ask((id) => ({ id, call: 'settled' }));
  }

  async close(): Promise<void> {
    this.#channel.close();
    this.#lost();
  }

  /** What does not end when it should is given up, and the other side with it. */
  async #ask(
    question: (id: number) => Question,
    signal?: AbortSignal,
    timeoutMs?: number,
    blocks: CellBlock[] = [],
  ): Promise<Answer> {
    if (!this.#open) throw unavailable();
    if (signal?.aborted) throw stoppedError(undefined);
    const id = this.#next;
    this.#next += 1;
    const giveUp = (ms: number | undefined) => (): void => {
      this.#waiting.get(id)?.reject(stoppedError(ms));
      this.#end?.('A query could not be stopped');
    };
    const late = timeoutMs === undefined ? undefined : setTimeout(giveUp(timeoutMs), timeoutMs + STOP_MS);
    let stopping: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#channel.send({ id, call: 'cancel' });
      stopping = setTimeout(giveUp(undefined), STOP_MS);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject, blocks });
        this.#channel.send(question(id));
      });
    } finally {
      clearTimeout(late);
      clearTimeout(stopping);
      signal?.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
    }
  }

  #answered(message: Answer): void {
    const waiting = this.#waiting.get(message.id);
    if ('block' in message) waiting?.blocks.push(message.block);
    else if ('error' in message) waiting?.reject(unpackError(message.error));
    else waiting?.resolve(message);
  }

  #lost(reason?: string): void {
    this.#open = false;
    for (const waiting of this.#waiting.values()) waiting.reject(unavailable(reason));
  }
}

function partsOf({ columns, rowCount, truncated, bytes, timing }: QueryResult): Omit<ResultParts, 'blocks'> {
  return { columns, rowCount, truncated, bytes, timing };
}

function packError(reason: unknown): PackedError {
  if (!(reason instanceof QueryError)) return { code: 'FAILED', message: String(reason) };
  const { code, message, position, tip, cause } = reason;
  return { code, message, position, tip, cause: cause instanceof Error ? cause.message : undefined };
}

function unpackError({ code, message, position, tip, cause }: PackedError): QueryError {
  return new QueryError(code, message, {
    ...(position === undefined ? {} : { position }),
    ...(tip === undefined ? {} : { tip }),
    ...(cause === undefined ? {} : { cause: new Error(cause) }),
  });
}

function unavailable(reason?: string): QueryError {
  const why = reason === undefined ? '' : `: ${reason}`;
  return new QueryError('UNAVAILABLE', `The metrics store was closed or is being started again${why}.`, {
    tip: 'Ask again in a moment.',
  });
}

function unexpected(message: Answer): Error {
  return new Error(`the metrics store answered ${Object.keys(message).join(', ')}`);
}
