/** Fields of protobuf, written one after the other into a buffer of the size that they were counted to have. */
export class ProtobufWriter {
  readonly bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  /** A field of an integer, 0 to 2⁵³ − 1. */
  integer(field: number, value: number): void {
    this.#varint(field * 8);
    this.#varint(value);
  }

  /** The head of a field that is itself a message of `size` bytes; its own fields follow. */
  message(field: number, size: number): void {
    this.#varint(field * 8 + LENGTH_DELIMITED);
    this.#varint(size);
  }

  text(field: number, text: string, size = Buffer.byteLength(text)): void {
    this.message(field, size);
    this.#at += this.bytes.write(text, this.#at);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#at = this.bytes.writeUInt8((rest % 128) + 128, this.#at);
    this.#at = this.bytes.writeUInt8(rest, this.#at);
  }
}

const LENGTH_DELIMITED = 2;

/** Bytes of a field below 16 with text or a message of `size` bytes. */
export function fieldSize(size: number): number {
  return 1 + varintSize(size) + size;
}

/** Bytes of a field below 16 with an integer. */
export function integerSize(value: number): number {
  return 1 + varintSize(value);
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size += 1;
  return size;
}
