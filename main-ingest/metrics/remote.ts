import type { MessagePort } from 'node:worker_threads';
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

interface Statement {
  readonly id: number;
  readonly sql: string;
  readonly binds: readonly BindValue[];
}

type Question =
  | (Statement & { readonly call: 'query'; readonly maxRows: number; readonly timeoutMs: number })
  | (Statement & { readonly call: 'export'; readonly file: string })
  | { readonly id: number; readonly call: 'tables' | 'settled' };

type Request = Question | { readonly id: number; readonly call: 'cancel' };

type Answer =
  | { readonly id: number; readonly result: ResultParts }
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

/** Answers the questions that come through a port with a reader of this thread. */
export function serveReader(port: MessagePort, reader: MetricsReader): void {
  const running = new Map<number, AbortController>();
  port.on('message', (request: Request) => {
    if (request.call === 'cancel') {
      running.get(request.id)?.abort();
      return;
    }
    const stop = new AbortController();
    running.set(request.id, stop);
    answer(reader, request, stop.signal)
      .catch((reason: unknown): Answer => ({ id: request.id, error: packError(reason) }))
      .then((message) => {
        running.delete(request.id);
        port.postMessage(message);
      });
  });
  port.on('close', () => {
    for (const stop of running.values()) stop.abort();
  });
}

async function answer(reader: MetricsReader, question: Question, signal: AbortSignal): Promise<Answer> {
  const { id } = question;
  switch (question.call) {
    case 'query': {
      const { sql, binds, maxRows, timeoutMs } = question;
      return { id, result: partsOf(await reader.query(sql, binds, { maxRows, timeoutMs, signal })) };
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

/** A reader whose questions are answered by {@link serveReader} at the other end of the port. */
export function remoteReader(port: MessagePort, engine: MetricsReader['engine'] = 'duckdb'): MetricsReader {
  return new RemoteReader(port, engine);
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(reason: QueryError): void;
}

class RemoteReader implements MetricsReader {
  readonly engine: MetricsReader['engine'];
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #open = true;

  constructor(port: MessagePort, engine: MetricsReader['engine']) {
    this.#port = port;
    this.engine = engine;
    port.on('message', (message: Answer) => this.#answered(message));
    port.on('close', () => this.#lost());
    port.unref();
  }

  async query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    const { maxRows, timeoutMs, signal } = options;
    const message = await this.#ask((id) => ({ id, call: 'query', sql, binds, maxRows, timeoutMs }), signal);
    if (!('result' in message)) throw unexpected(message);
    return new PackedResult(message.result);
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
    const message = await this.#ask((id) => ({ id, call: 'tables' }), undefined);
    if (!('tables' in message)) throw unexpected(message);
    return message.tables;
  }

  async settled(): Promise<void> {
    await this.#ask((id) => ({ id, call: 'settled' }), undefined);
  }

  async close(): Promise<void> {
    this.#port.close();
    this.#lost();
  }

  async #ask(question: (id: number) => Question, signal: AbortSignal | undefined): Promise<Answer> {
    if (!this.#open) throw unavailable();
    if (signal?.aborted) throw new QueryError('CANCELLED', 'The query was cancelled.');
    const id = this.#next;
    this.#next += 1;
    const cancel = (): void => this.#port.postMessage({ id, call: 'cancel' } satisfies Request);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        if (this.#waiting.size === 0) this.#port.ref();
        this.#waiting.set(id, { resolve, reject });
        this.#port.postMessage(question(id));
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#port.unref();
    }
  }

  #answered(message: Answer): void {
    const waiting = this.#waiting.get(message.id);
    if ('error' in message) waiting?.reject(unpackError(message.error));
    else waiting?.resolve(message);
  }

  #lost(): void {
    this.#open = false;
    for (const waiting of this.#waiting.values()) waiting.reject(unavailable());
  }
}

function partsOf({ columns, rowCount, blocks, truncated, timing }: QueryResult): ResultParts {
  return { columns, rowCount, blocks, truncated, timing };
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

function unavailable(): QueryError {
  return new QueryError('UNAVAILABLE', 'The metrics store was closed or is being started again.', {
    tip: 'Ask again in a moment.',
  });
}

function unexpected(message: Answer): Error {
  return new Error(`the metrics thread answered ${Object.keys(message).join(', ')}`);
}
