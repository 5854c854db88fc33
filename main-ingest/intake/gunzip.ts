import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { gzipHeaderBytes, isGzip } from './gzip-header.ts';
import { RecordingError } from './recording-error.ts';

const TRAILER_BYTES = 8;
const OUT_BYTES = 128 * 1024;

/**
 * Gzip by steps: members one after the other (RFC 1952). All that a step gave is handed on before anything is refused, a
 * checksum that does not fit included. Zero bytes behind a member are padding, as block devices, tar and power cuts leave it.
 */
export class Gunzip {
  /** Bytes that the part under way (header, trailer, what follows) is still waiting to have more of. */
  #held: Buffer = Buffer.alloc(0);
  #part: 'header' | 'data' | 'trailer' = 'header';
  #data = new Inflating();
  #members = 0;

  /** @throws RecordingError `DAMAGED` */
  async *write(bytes: Buffer): AsyncGenerator<Buffer> {
    for (let rest: Buffer | undefined = bytes; rest && rest.length > 0; ) {
      if (this.#part === 'data') {
        const before: Buffer = rest;
        const taken: number = await this.#data.write(before);
        yield* this.#data.take();
        this.#data.throwFailure();
        rest = before.subarray(taken);
        if (taken < before.length) this.#part = 'trailer';
      } else {
        const held: Buffer = this.#held.length === 0 ? rest : Buffer.concat([this.#held, rest]);
        rest = this.#part === 'header' ? this.#header(held) : this.#trailer(held);
        this.#held = rest === undefined ? held : Buffer.alloc(0);
      }
    }
  }

  /** To be called when nothing more comes. @throws RecordingError `TRUNCATED` */
  end(): void {
    const isWhole = this.#part === 'header' && this.#held.length === 0 && this.#members > 0;
    if (!isWhole)
      throw new RecordingError('TRUNCATED', 'The gzip ends in the middle (cut off); everything before is kept.');
  }

  /** What follows a header that is all there; undefined while it is not. */
  #header(held: Buffer): Buffer | undefined {
    const bytes = this.#members > 0 ? withoutPadding(held) : held;
    if (bytes.length === 0) return bytes;
    if (bytes.length >= 2 && !isGzip(bytes))
      throw new RecordingError('DAMAGED', 'Something that is no gzip follows the gzip; everything before it is kept.');
    const length = gzipHeaderBytes(bytes);
    if (length === undefined) return undefined;
    this.#data = new Inflating();
    this.#part = 'data';
    return bytes.subarray(length);
  }

  /** What follows a trailer that is all there and fits what it ends; undefined while it is not. */
  #trailer(held: Buffer): Buffer | undefined {
    if (held.length < TRAILER_BYTES) return undefined;
    if (held.readUInt32LE(0) !== this.#data.checksum || held.readUInt32LE(4) !== this.#data.bytes % 2 ** 32)
      throw new RecordingError(
        'DAMAGED',
        'The checksum of the gzip does not fit: something in it was changed. What could be read is kept.',
      );
    this.#members += 1;
    this.#part = 'header';
    return held.subarray(TRAILER_BYTES);
  }
}

/** The compressed data of one member. */
class Inflating {
  readonly #inflate: InflateRaw = createInflateRaw({ chunkSize: OUT_BYTES });
  #out: Buffer[] = [];
  #failure: Error | undefined;
  /** Ends the step that is under way: of some failures its callback is not told. */
  #settle: () => void = () => {};
  checksum = 0;
  bytes = 0;

  constructor() {
    this.#inflate.on('data', (piece: Buffer) => {
      this.#out.push(piece);
      this.checksum = crc32(piece, this.checksum);
      this.bytes += piece.length;
    });
    this.#inflate.on('error', (cause) => {
      this.#failure = cause;
      this.#settle();
    });
  }

  /** How many of the bytes were taken: fewer than there are once the data is over. */
  async write(bytes: Buffer): Promise<number> {
    const before = this.#inflate.bytesWritten;
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      this.#inflate.write(bytes, () => resolve());
    });
    return this.#inflate.bytesWritten - before;
  }

  /** What came out since this was last asked. */
  take(): Buffer[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  throwFailure(): void {
    if (this.#failure === undefined) return;
    throw new RecordingError('DAMAGED', 'The gzip is damaged here; everything before is kept.', {
      cause: this.#failure,
    });
  }
}

function withoutPadding(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start === -1 ? Buffer.alloc(0) : bytes.subarray(start);
}
