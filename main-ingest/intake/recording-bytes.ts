import { Gunzip } from './gunzip.ts';
import { isGzip } from './gzip-header.ts';

/** Input of one step of unzipping: 64 KiB are at most 66 MB of text (deflate's limit is about 1,030 to 1). */
const STEP_BYTES = 64 * 1024;

/**
 * The bytes of a recording as text bytes: unzipped where they begin like gzip, else as they are.
 * @throws RecordingError `DAMAGED`, `TRUNCATED`
 */
export async function* plainBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined;
  let gunzip: Gunzip | undefined;
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (start === undefined || start.length < 2) {
      bytes = start === undefined ? bytes : Buffer.concat([start, bytes]);
      start = bytes;
      if (start.length < 2) continue;
      if (isGzip(bytes)) gunzip = new Gunzip();
    }
    if (gunzip === undefined) {
      yield bytes;
      continue;
    }
    for (let from = 0; from < bytes.length; from += STEP_BYTES)
      yield* gunzip.write(bytes.subarray(from, from + STEP_BYTES));
  }
  if (start?.length === 1) yield start;
  gunzip?.end();
}
