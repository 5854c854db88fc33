import { randomUUID } from 'node:crypto';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import { identifier, nameOf, refusal, uuid } from './append-service.ts';
import type { EventLog, Recorded } from './event-log.ts';
import { streams } from './messages.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;
type Options = NonNullable<ReturnType<ReadReq['getOptions']>>;

/** `Read`: one stream or all of them, to its end or followed. */
export async function read(log: EventLog, call: Call): Promise<void> {
  const options = call.request.getOptions();
  if (options === undefined) return void call.end();
  if (options.hasSubscription()) return subscribe(log, call, options);
  const stream = nameOf(options.getStream()?.getStreamIdentifier());
  if (options.hasStream()) {
    const state = log.state(stream);
    if (state === 'deleted') return void call.emit('error', refusal('stream-deleted', { 'stream-name': stream }));
    if (state === 'missing') {
      const response = new streams.ReadResp();
      const missing = new streams.ReadResp.StreamNotFound();
      missing.setStreamIdentifier(identifier(stream));
      response.setStreamNotFound(missing);
      call.write(response);
      return void call.end();
    }
  }
  const count = Number(options.getCount());
  if (count === 0) return void call.emit('error', refusal('invalid-argument', {}, status.INVALID_ARGUMENT));
  for (const event of selected(log, options, stream).slice(0, count)) await send(call, event, log, options);
  call.end();
}

function selected(log: EventLog, options: Options, stream: string): Recorded[] {
  const backwards = options.getReadDirection() === 1;
  const revision = options.getStream();
  const position = options.getAll();
  const place = (event: Recorded) => (options.hasAll() ? event.position : event.revision);
  const bound = revision?.hasRevision()
    ? Number(revision.getRevision())
    : position?.hasPosition()
      ? Number(position.getPosition()?.getCommitPosition())
      : revision?.hasEnd() || position?.hasEnd()
        ? Number.POSITIVE_INFINITY
        : 0;
  const events = options.hasAll() ? [...log.all] : log.visible(stream);
  return backwards
    ? events.filter((event) => place(event) <= bound).reverse()
    : events.filter((event) => place(event) >= bound);
}

/** A subscription goes on after the place it names, tells when it has caught up, and then sends what is written. */
async function subscribe(log: EventLog, call: Call, options: Options): Promise<void> {
  const confirmed = new streams.ReadResp();
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(randomUUID());
  confirmed.setConfirmation(confirmation);
  call.write(confirmed);

  const stream = nameOf(options.getStream()?.getStreamIdentifier());
  const wanted = filterOf(options);
  const place = (event: Recorded) => (options.hasAll() ? event.position : event.revision);
  const source = () => (options.hasAll() ? log.all : log.visible(stream)).filter((event) => place(event) > last);
  let last = startOf(log, options, stream);
  let sending = Promise.resolve();
  let caughtUp = false;

  const sendNew = async () => {
    for (let events = source(); events.length > 0 && !call.cancelled; events = source()) {
      for (const event of events) {
        last = place(event);
        if (wanted(event)) await send(call, event, log, options);
      }
    }
    if (caughtUp || call.cancelled) return;
    caughtUp = true;
    const response = new streams.ReadResp();
    response.setCaughtUp(new streams.ReadResp.CaughtUp());
    call.write(response);
  };
  const stop = log.onWritten(() => {
    sending = sending.then(sendNew);
  });
  call.on('cancelled', stop);
  call.on('close', stop);
  sending = sending.then(sendNew);
}

/** The place after which a subscription begins. */
function startOf(log: EventLog, options: Options, stream: string): number {
  const one = options.getStream();
  const all = options.getAll();
  if (one?.hasRevision()) return Number(one.getRevision());
  if (all?.hasPosition()) return Number(all.getPosition()?.getCommitPosition());
  if (one?.hasEnd()) return log.lastRevision(stream);
  return all?.hasEnd() ? log.all.length - 1 : -1;
}

function filterOf(options: Options): (event: Recorded) => boolean {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const expression = filter.getEventType() ?? filter.getStreamIdentifier();
  const text = (event: Recorded) => (filter.hasEventType() ? event.type : event.stream);
  const prefixes = expression?.getPrefixList() ?? [];
  const pattern = new RegExp(expression?.getRegex() ?? '');
  return (event) =>
    prefixes.length > 0 ? prefixes.some((prefix) => text(event).startsWith(prefix)) : pattern.test(text(event));
}

/** Sends one event, and waits while the client does not read. */
async function send(call: Call, event: Recorded, log: EventLog, options: Options): Promise<void> {
  const response = new streams.ReadResp();
  response.setEvent(readEvent(event, options.getResolveLinks() ? targetOf(log, event) : undefined));
  if (call.write(response)) return;
  await new Promise<void>((resolve) => {
    const ways = ['drain', 'cancelled', 'close', 'error'];
    const go = () => {
      for (const way of ways) call.off(way, go);
      resolve();
    };
    for (const way of ways) call.once(way, go);
  });
}

/** The event that a link (`$>`, data `revision@stream`) points to. */
function targetOf(log: EventLog, event: Recorded): Recorded | undefined {
  if (event.type !== '$>') return undefined;
  const [revision = '', ...name] = Buffer.from(event.data).toString().split('@');
  return log.visible(name.join('@')).find((each) => each.revision === Number(revision));
}

function readEvent(event: Recorded, target: Recorded | undefined) {
  const message = new streams.ReadResp.ReadEvent();
  message.setEvent(recordedEvent(target ?? event));
  if (target !== undefined) message.setLink(recordedEvent(event));
  message.setCommitPosition(String(event.position));
  return message;
}

function recordedEvent(event: Recorded) {
  const message = new streams.ReadResp.ReadEvent.RecordedEvent();
  message.setId(uuid(event.id));
  message.setStreamIdentifier(identifier(event.stream));
  message.setStreamRevision(String(event.revision));
  message.setCommitPosition(String(event.position));
  message.setPreparePosition(String(event.position));
  message.getMetadataMap().set('type', event.type);
  message.getMetadataMap().set('content-type', event.contentType);
  // In ticks of 100 nanoseconds.
  message.getMetadataMap().set('created', String(event.created * 10_000));
  message.setCustomMetadata(event.metadata);
  message.setData(event.data);
  return message;
}
