import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;
/** How much of a line that is too long is kept to show. */
const HEAD_BYTES = 200;

/** One line of a recording, numbered from 1. Of a line that is too long `text` is only its beginning. */
export interface RecordingLine {
  readonly number: number;
  readonly text: string;
  readonly bytes: number;
  readonly tooLong: boolean;
  /** Whether it is UTF-8; where not, `text` has replacement characters in it. */
  readonly isText: boolean;
}

/** Cuts a stream of bytes into lines; holds at most one line, and of a line beyond `maxBytes` only its beginning. */
export class LineSplitter {
  readonly #maxBytes: number;
  #number = 0;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in this piece. */
  *split(chunk: Buffer): Generator<RecordingLine> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      if (this.#bytes === 0 && end - from <= this.#maxBytes) {
        this.#number += 1;
        yield this.#line(chunk.subarray(from, end), end - from);
      } else {
        this.#hold(chunk.subarray(from, end));
        yield this.#take();
      }
      from = end + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
  }

  /** What follows the last line end. */
  *rest(): Generator<RecordingLine> {
    if (this.#bytes > 0) yield this.#take();
  }

  #hold(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes <= this.#maxBytes) {
      // A copy: the piece is part of a larger buffer that would be kept alive.
      this.#pieces.push(Buffer.from(piece));
    } else if (this.#pieces.length !== 1 || (this.#pieces[0]?.length ?? 0) > HEAD_BYTES) {
      this.#pieces = [
        Buffer.from(Buffer.concat([...this.#pieces, piece.subarray(0, HEAD_BYTES)]).subarray(0, HEAD_BYTES)),
      ];
    }
  }

  #take(): RecordingLine {
    const bytes = this.#bytes;
    const held = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    this.#number += 1;
    return this.#line(held, bytes);
  }

  #line(held: Buffer, bytes: number): RecordingLine {
    const text = held.toString('utf8');
    const isMarked = this.#number === 1 && text.startsWith('\uFEFF');
    return {
      number: this.#number,
      text: isMarked ? text.slice(1) : text,
      bytes,
      tooLong: bytes > this.#maxBytes,
      isText: isUtf8(held),
    };
  }
}
