import { randomUUID } from 'node:crypto';
import type { EventStoreDBClient } from '@eventstore/db-client';
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Host } from './eventstoredb-address.ts';
import { asServerError, hostOf, within } from './eventstoredb-client.ts';
import { type Append, encodeAppend } from './eventstoredb-message.ts';
import { HistoryError } from './history.ts';

/** The last revision that was written, or that was there already for the same append; or why nothing was written. */
export type Appended = number | 'wrong-revision' | 'too-large' | 'stream-deleted';

interface OpenCall {
  readonly call: ClientDuplexStream<Buffer, BatchAppendResp>;
  /** Appends that wait for their answer, by correlation. */
  readonly pending: Map<string, PromiseWithResolvers<BatchAppendResp>>;
}

/** Appends over one call on the client's connection, any number at once. The call is made anew when it was lost. */
export class Appender {
  readonly #client: EventStoreDBClient;
  readonly #answerMs: number;
  #open: Promise<OpenCall> | undefined;
  #node: Host | undefined;

  /** @param node that the client uses now */
  constructor(client: EventStoreDBClient, answerMs: number, node: Host) {
    this.#client = client;
    this.#answerMs = answerMs;
    this.#node = node;
  }

  /** The node that the appends go to; undefined while it is looked for. */
  get node(): Host | undefined {
    return this.#node;
  }

  /** @throws HistoryError `TIMEOUT` when there was no answer, else what the server or the connection failed with */
  async append(append: Append): Promise<Appended> {
    this.#open ??= this.#openCall();
    const { call, pending } = await this.#open;
    const correlation = randomUUID();
    // The server gives up, and says so, before it is given up.
    const deadline = Math.ceil((Date.now() + this.#answerMs / 2) / 1000);
    const waiting = Promise.withResolvers<BatchAppendResp>();
    pending.set(correlation, waiting);
    call.write(encodeAppend(append, correlation, deadline));
    return read(await within(this.#answerMs, 'an append', waiting.promise));
  }

  async #openCall(): Promise<OpenCall> {
    const pending: OpenCall['pending'] = new Map();
    let isLost = false;
    const lost = (error: Error) => {
      // The end of the call comes after its error, when another one may be open.
      if (!isLost) {
        this.#open = undefined;
        this.#node = undefined;
      }
      isLost = true;
      for (const { reject } of pending.values()) reject(asServerError(error));
      pending.clear();
    };
    try {
      const { call, node } = await batchAppend.call(this.#client);
      this.#node = node;
      call.on('data', (answer) => {
        const correlation = answer.getCorrelationId()?.getString() ?? '';
        // The server answers a batch that it refused a second time.
        pending.get(correlation)?.resolve(answer);
        pending.delete(correlation);
      });
      call.on('error', lost);
      call.on('end', () => lost(new HistoryError('UNAVAILABLE', 'EventStoreDB has ended the call', { retry: true })));
      return { call, pending };
    } catch (error) {
      this.#open = undefined;
      this.#node = undefined;
      throw asServerError(error);
    }
  }
}

/** Opens the call as the client's own commands do, on its connection and with its credentials, but for encoded messages. */
async function batchAppend(
  this: EventStoreDBClient,
): Promise<{ readonly call: OpenCall['call']; readonly node: Host }> {
  const { path, responseDeserialize } = streams.StreamsService.batchAppend;
  let target = '';
  const open = this.GRPCStreamCreator(streams.StreamsClient, 'append', (client) => {
    target = client.getChannel().getTarget();
    return client.makeBidiStreamRequest(
      path,
      (message: Buffer) => message,
      responseDeserialize,
      ...this.callArguments({}, { deadline: Number.POSITIVE_INFINITY }),
    );
  });
  const call = await open();
  return { call, node: hostOf(target) };
}

/** Refusals by the name of their details; all others are the server's own failures. */
const REFUSALS: ReadonlyMap<string, Appended> = new Map([
  ['event_store.client.WrongExpectedVersion', 'wrong-revision'],
  ['event_store.client.MaximumAppendSizeExceeded', 'too-large'],
  ['event_store.client.StreamDeleted', 'stream-deleted'],
]);

function read(answer: BatchAppendResp): Appended {
  const success = answer.getSuccess();
  if (success !== undefined) return Number(success.getCurrentRevision());
  const error = answer.getError();
  const name = error?.getDetails()?.getTypeName() ?? '';
  const refusal = REFUSALS.get(name);
  if (refusal !== undefined) return refusal;
  const code = name.endsWith('.AccessDenied') ? 'ACCESS_DENIED' : 'FAILED';
  throw new HistoryError(code, `EventStoreDB: ${error?.getMessage()} (${name})`, { retry: true });
}
