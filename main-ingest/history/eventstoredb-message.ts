import { fieldSize, integerSize, ProtobufWriter } from './protobuf-writer.ts';

/** An event as the server takes it. Its texts are sent as they are. */
export interface StoredEvent {
  /** A UUID. */
  readonly eventId: string;
  readonly eventType: string;
  /** JSON. */
  readonly metadata: string;
  /** JSON. */
  readonly data: string;
  /** Of the data in UTF-8. */
  readonly bytes: number;
  /** As the metadata has it; -1 for none. */
  readonly sequenceId: number;
}

/** Events for the end of one stream. */
export interface Append {
  /** The stream's name on the server. */
  readonly stream: string;
  /** Revision of the first event: the server refuses the append unless the stream ends just before it. */
  readonly first: number;
  readonly events: readonly StoredEvent[];
}

/**
 * An append as the one message of a `BatchAppend` (`BatchAppendReq` in protobuf). The client library would parse the JSON
 * that is text here, write it again, make base64 of it and encode it twice.
 * @param correlation UUID that the answer will have
 * @param deadline second since 1970 at which the server gives up
 */
export function encodeAppend({ stream, first, events }: Append, correlation: string, deadline: number): Buffer {
  const name = fieldSize(Buffer.byteLength(stream));
  const expectation = first === 0 ? fieldSize(0) : integerSize(first - 1);
  const options = fieldSize(name) + expectation + fieldSize(integerSize(deadline));
  let size = fieldSize(UUID_SIZE) + fieldSize(options) + integerSize(1);
  for (const event of events) size += fieldSize(proposedSize(event));

  const message = new ProtobufWriter(size);
  writeUuid(message, correlation);
  message.message(2, options);
  message.message(1, name);
  message.text(3, stream);
  if (first === 0) message.message(3, 0);
  else message.integer(2, first - 1);
  message.message(6, integerSize(deadline));
  message.integer(1, deadline);
  for (const event of events) {
    message.message(3, proposedSize(event));
    writeUuid(message, event.eventId);
    writeEntry(message, 'type', event.eventType);
    writeEntry(message, 'content-type', 'application/json');
    message.text(3, event.metadata);
    message.text(4, event.data, event.bytes);
  }
  message.integer(4, 1);
  return message.bytes;
}

/** Text of 36 characters, field 2 of a `UUID`. */
const UUID_SIZE = fieldSize(36);
const CONTENT_TYPE_SIZE = fieldSize(entrySize('content-type', 'application/json'));

function proposedSize({ eventType, metadata, bytes }: StoredEvent): number {
  const entries = fieldSize(entrySize('type', eventType)) + CONTENT_TYPE_SIZE;
  return fieldSize(UUID_SIZE) + entries + fieldSize(Buffer.byteLength(metadata)) + fieldSize(bytes);
}

function entrySize(key: string, value: string): number {
  return fieldSize(key.length) + fieldSize(Buffer.byteLength(value));
}

/** Field 1 of a message that begins with a `UUID`. */
function writeUuid(message: ProtobufWriter, uuid: string): void {
  message.message(1, UUID_SIZE);
  message.text(2, uuid);
}

/** Field 2 of a message, a map of texts. */
function writeEntry(message: ProtobufWriter, key: string, value: string): void {
  message.message(2, entrySize(key, value));
  message.text(1, key);
  message.text(2, value);
}
