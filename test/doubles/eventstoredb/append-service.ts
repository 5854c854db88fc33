import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerDuplexStream, ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import { type Appended, type EventLog, type Expected, MAX_APPEND_BYTES, type Proposed } from './event-log.ts';
import { any, empty, rpc, shared, streams } from './messages.ts';

/** A batch append whose parts come in one by one. */
interface Collecting {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: Proposed[];
}

export const NOT_READY = 'Server Is Not Ready';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** After a batch with an event that it refused, the server answers a second time, when the time of the append is over. */
const SECOND_ANSWER_MS = 1900;

/**
 * `BatchAppend`: many appends over one call, each answered by its correlation.
 * @param isReady whether there is a leader, without whom nothing is written
 */
export function batchAppend(
  log: EventLog,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  isReady: () => boolean,
): void {
  const collecting = new Map<string, Collecting>();
  call.on('data', (request: BatchAppendReq) => {
    const correlation = request.getCorrelationId()?.getString() ?? '';
    const batch = collecting.get(correlation) ?? begin(request);
    collecting.set(correlation, batch);
    batch.events.push(...request.getProposedMessagesList().map(proposed));
    if (!request.getIsFinal()) return;
    collecting.delete(correlation);
    const answer = (response: BatchAppendResp) => {
      response.setCorrelationId(uuid(correlation));
      response.setStreamIdentifier(identifier(batch.stream));
      call.write(response);
    };
    if (!isReady()) return answer(notReady());
    const refuse = () => answer(failure(3, 'BadRequest', new shared.BadRequest()));
    if (batch.stream === '') return refuse();
    if (batch.events.some(({ id, type }) => !UUID.test(id) || type === '')) {
      refuse();
      setTimeout(() => answer(failure(4, 'Timeout', new shared.Timeout())), SECOND_ANSWER_MS);
      return;
    }
    answer(batchAnswer(log.append(batch.stream, batch.events, batch.expected), batch.expected));
  });
  call.on('end', () => call.end());
  call.on('error', () => {});
}

/** `Append`: one append a call, which the client uses when it has credentials. */
export function append(
  log: EventLog,
  call: ServerReadableStream<AppendReq, AppendResp>,
  callback: sendUnaryData<AppendResp>,
): void {
  let stream = '';
  let expected: Expected = 'any';
  const events: Proposed[] = [];
  call.on('data', (request: AppendReq) => {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options !== undefined) {
      stream = nameOf(options.getStreamIdentifier());
      if (options.hasRevision()) expected = Number(options.getRevision());
      if (options.hasNoStream()) expected = 'no-stream';
      if (options.hasStreamExists()) expected = 'stream-exists';
    }
    if (message !== undefined) events.push(proposed(message));
  });
  call.on('end', () => {
    const appended = log.append(stream, events, expected);
    if (appended.result === 'deleted') return callback(refusal('stream-deleted', { 'stream-name': stream }));
    if (appended.result === 'too-large') {
      return callback(refusal('maximum-append-size-exceeded', { 'maximum-append-size': String(MAX_APPEND_BYTES) }));
    }
    const response = new streams.AppendResp();
    if (appended.result === 'ok') {
      const success = new streams.AppendResp.Success();
      success.setCurrentRevision(String(appended.revision));
      const position = new streams.AppendResp.Position();
      position.setCommitPosition(String(appended.position));
      position.setPreparePosition(String(appended.position));
      success.setPosition(position);
      response.setSuccess(success);
    } else {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (appended.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
      else wrong.setCurrentRevision(String(appended.current));
      if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
      else if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
      response.setWrongExpectedVersion(wrong);
    }
    callback(null, response);
  });
}

/** An error of a call as the server tells it: the kind and its details in the trailing metadata. */
export function refusal(
  exception: string,
  details: Readonly<Record<string, string>>,
  code = status.FAILED_PRECONDITION,
) {
  const metadata = new Metadata();
  metadata.set('exception', exception);
  for (const [key, value] of Object.entries(details)) metadata.set(key, value);
  return { code, details: exception, metadata };
}

export function nameOf(stream: { getStreamName_asU8(): Uint8Array } | undefined): string {
  return Buffer.from(stream?.getStreamName_asU8() ?? []).toString();
}

export function identifier(stream: string) {
  const message = new shared.StreamIdentifier();
  message.setStreamName(Buffer.from(stream).toString('base64'));
  return message;
}

export function uuid(text: string) {
  const message = new shared.UUID();
  message.setString(text);
  return message;
}

function begin(request: BatchAppendReq): Collecting {
  const options = request.getOptions();
  const stream = nameOf(options?.getStreamIdentifier());
  const expected: Expected = options?.hasStreamPosition()
    ? Number(options.getStreamPosition())
    : options?.hasNoStream()
      ? 'no-stream'
      : options?.hasStreamExists()
        ? 'stream-exists'
        : 'any';
  return { stream, expected, events: [] };
}

type ProposedMessage = ReturnType<BatchAppendReq['getProposedMessagesList']>[number];

function proposed(
  message: Pick<ProposedMessage, 'getId' | 'getMetadataMap' | 'getCustomMetadata_asU8' | 'getData_asU8'>,
): Proposed {
  return {
    id: textOf(message.getId()).toLowerCase(),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    metadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  };
}

/** An id as text: the client sends it as such in a batch, and as two halves of 64 bits in a single append. */
export function textOf(id: ReturnType<ProposedMessage['getId']>): string {
  const halves = id?.getStructured();
  if (halves === undefined) return id?.getString() ?? '';
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function batchAnswer(appended: Appended, expected: Expected): BatchAppendResp {
  if (appended.result === 'deleted') return failure(9, 'StreamDeleted', new shared.StreamDeleted());
  if (appended.result === 'too-large') {
    const exceeded = new shared.MaximumAppendSizeExceeded();
    exceeded.setMaxappendsize(MAX_APPEND_BYTES);
    return failure(3, 'MaximumAppendSizeExceeded', exceeded);
  }
  if (appended.result === 'wrong-expected-version') {
    const wrong = new shared.WrongExpectedVersion();
    if (appended.current === undefined) wrong.setCurrentNoStream(new empty.Empty());
    else wrong.setCurrentStreamRevision(String(appended.current));
    if (typeof expected === 'number') wrong.setExpectedStreamPosition(String(expected));
    else if (expected === 'no-stream') wrong.setExpectedNoStream(new empty.Empty());
    else if (expected === 'any') wrong.setExpectedAny(new empty.Empty());
    else wrong.setExpectedStreamExists(new empty.Empty());
    return failure(6, 'WrongExpectedVersion', wrong);
  }
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(appended.revision));
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(String(appended.position));
  position.setPreparePosition(String(appended.position));
  success.setPosition(position);
  const response = new streams.BatchAppendResp();
  response.setSuccess(success);
  return response;
}

/** A node without a leader answers each append so, and the call goes on. */
function notReady(): BatchAppendResp {
  const packed = new any.Any();
  packed.pack(new Uint8Array(), 'google.protobuf.Empty');
  const error = new rpc.Status();
  error.setMessage(NOT_READY);
  error.setDetails(packed);
  const response = new streams.BatchAppendResp();
  response.setError(error);
  return response;
}

/** @param code of `google.rpc.Code`: 3 invalid argument, 4 deadline exceeded, 6 already exists, 9 failed precondition */
function failure(code: 3 | 4 | 6 | 9, name: string, details: { serializeBinary(): Uint8Array }): BatchAppendResp {
  const packed = new any.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  const error = new rpc.Status();
  error.setCode(code);
  error.setMessage(name);
  error.setDetails(packed);
  const response = new streams.BatchAppendResp();
  response.setError(error);
  return response;
}
