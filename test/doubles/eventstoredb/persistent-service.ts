import { randomUUID } from 'node:crypto';
import type { IPersistentSubscriptionsServer } from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import type { CreateReq, ReadReq, ReadResp } from '@eventstore/db-client/generated/persistent_pb.js';
import { type ServerDuplexStream, type sendUnaryData, status } from '@grpc/grpc-js';
import { identifier, nameOf, refusal, textOf, uuid } from './append-service.ts';
import type { EventLog, Recorded } from './event-log.ts';
import { persistent } from './messages.ts';
import type { Consumer, Group, GroupSettings, Groups } from './persistent-groups.ts';

type Named = { getGroupName(): string; getStreamIdentifier(): { getStreamName_asU8(): Uint8Array } | undefined };

/** Persistent subscriptions to one stream; those to all streams are not in the double. */
export function persistentService(groups: Groups, log: EventLog): IPersistentSubscriptionsServer {
  /** The group that a request names, or the refusal when there is none. */
  const withGroup = <T>(options: Named | undefined, callback: sendUnaryData<T>, answer: (group: Group) => T) => {
    const stream = nameOf(options?.getStreamIdentifier());
    const name = options?.getGroupName() ?? '';
    const group = groups.find(stream, name);
    if (group === undefined) callback(missing(stream, name));
    else callback(null, answer(group));
  };
  return {
    create: (call, callback) => {
      const options = call.request.getOptions();
      const stream = nameOf(options?.getStreamIdentifier() ?? options?.getStream()?.getStreamIdentifier());
      const name = options?.getGroupName() ?? '';
      if (groups.find(stream, name) !== undefined) {
        const details = { 'stream-name': stream, 'group-name': name };
        return callback(refusal('persistent-subscription-exists', details, status.ALREADY_EXISTS));
      }
      groups.create(stream, name, settingsOf(options?.getSettings(), log.lastRevision(stream) + 1));
      callback(null, new persistent.CreateResp());
    },
    update: (call, callback) => withGroup(call.request.getOptions(), callback, () => new persistent.UpdateResp()),
    delete: (call, callback) =>
      withGroup(call.request.getOptions(), callback, (group) => {
        groups.delete(group);
        return new persistent.DeleteResp();
      }),
    read: (call) => consume(groups, call),
    getInfo: (call, callback) =>
      withGroup(call.request.getOptions(), callback, (group) => {
        const answer = new persistent.GetInfoResp();
        answer.setSubscriptionInfo(infoOf(group, log));
        return answer;
      }),
    replayParked: (call, callback) =>
      withGroup(call.request.getOptions(), callback, (group) => {
        group.replayParked();
        return new persistent.ReplayParkedResp();
      }),
    list: (_, callback) => {
      const answer = new persistent.ListResp();
      answer.setSubscriptionsList(groups.all().map((group) => infoOf(group, log)));
      callback(null, answer);
    },
    restartSubsystem: (_, callback) => callback({ code: status.UNIMPLEMENTED }),
  };
}

function consume(groups: Groups, call: ServerDuplexStream<ReadReq, ReadResp>): void {
  let group: Group | undefined;
  let consumer: Consumer | undefined;
  const leave = () => {
    if (consumer !== undefined) group?.leave(consumer);
  };
  call.on('data', (request: ReadReq) => {
    const options = request.getOptions();
    if (options !== undefined) {
      const stream = nameOf(options.getStreamIdentifier());
      const name = options.getGroupName();
      group = groups.find(stream, name);
      if (group === undefined) return void call.emit('error', missing(stream, name));
      const confirmed = new persistent.ReadResp();
      const confirmation = new persistent.ReadResp.SubscriptionConfirmation();
      confirmation.setSubscriptionId(`${stream}::${name}/${randomUUID()}`);
      confirmed.setSubscriptionConfirmation(confirmation);
      call.write(confirmed);
      consumer = {
        bufferSize: options.getBufferSize(),
        send: (event, retries) => void call.write(eventMessage(event, retries)),
        drop: () => void call.emit('error', dropped(stream, name)),
      };
      group.join(consumer);
    }
    for (const id of request.getAck()?.getIdsList() ?? []) group?.acknowledge(textOf(id));
    const nack = request.getNack();
    for (const id of nack?.getIdsList() ?? []) refuse(group, textOf(id), nack?.getAction() ?? 0);
  });
  call.on('end', () => {
    leave();
    call.end();
  });
  call.on('cancelled', leave);
  call.on('error', leave);
}

/** @param action of `Nack.Action`: 0 unknown, 1 park, 2 retry, 3 skip, 4 stop */
function refuse(group: Group | undefined, id: string, action: number): void {
  if (action === 1) group?.park(id);
  else if (action === 3) group?.acknowledge(id);
  else group?.retry(id);
}

function settingsOf(settings: CreateReq.Settings | undefined, end: number): GroupSettings {
  const revision = BigInt(settings?.getRevision() || 0);
  return {
    maxRetryCount: settings?.getMaxRetryCount() ?? 10,
    messageTimeoutMs: settings?.hasMessageTimeoutMs()
      ? settings.getMessageTimeoutMs()
      : Number(settings?.getMessageTimeoutTicks() ?? 0) / 10_000 || 30_000,
    // The largest number of 64 bits means the end.
    startFrom: revision > BigInt(Number.MAX_SAFE_INTEGER) ? end : Number(revision),
  };
}

function infoOf(group: Group, log: EventLog) {
  const info = new persistent.SubscriptionInfo();
  info.setEventSource(group.stream);
  info.setGroupName(group.name);
  info.setStatus('Live');
  info.setMaxRetryCount(group.settings.maxRetryCount);
  info.setMessageTimeoutMilliseconds(group.settings.messageTimeoutMs);
  info.setStartFrom(String(group.settings.startFrom));
  info.setTotalInFlightMessages(group.inFlight);
  info.setParkedMessageCount(String(group.parked));
  info.setLastKnownEventPosition(String(log.lastRevision(group.stream)));
  for (let each = 0; each < group.consumers; each += 1)
    info.addConnections(new persistent.SubscriptionInfo.ConnectionInfo());
  return info;
}

function eventMessage(event: Recorded, retries: number): ReadResp {
  const recorded = new persistent.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuid(event.id));
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(event.created * 10_000));
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const message = new persistent.ReadResp.ReadEvent();
  message.setEvent(recorded);
  message.setCommitPosition(String(event.position));
  message.setRetryCount(retries);
  const response = new persistent.ReadResp();
  response.setEvent(message);
  return response;
}

function missing(stream: string, group: string) {
  return refusal(
    'persistent-subscription-does-not-exist',
    { 'stream-name': stream, 'group-name': group },
    status.NOT_FOUND,
  );
}

function dropped(stream: string, group: string) {
  return refusal('persistent-subscription-dropped', { 'stream-name': stream, 'group-name': group }, status.CANCELLED);
}
