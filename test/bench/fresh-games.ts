import { randomFillSync } from 'node:crypto';
import { readRecording } from '../recordings.ts';

/** An event of a recorded game as JSON bytes, with the places of its ids. */
interface Template {
  readonly bytes: Buffer;
  readonly eventId: number;
  readonly sessionId: number;
}

const HEX = Buffer.from('0123456789abcdef');
const random = Buffer.alloc(16 * 4096);
let used = random.length;

/** Writes a fresh random UUID (version 4) as text into a buffer. */
function writeUuid(target: Buffer, offset: number): void {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  for (let text = 0, nibble = 0; text < 36; text++) {
    if (text === 8 || text === 13 || text === 18 || text === 23) continue;
    const byte = random[used + (nibble >> 1)] ?? 0;
    const value = text === 14 ? 4 : text === 19 ? 8 | (byte & 3) : nibble & 1 ? byte & 15 : byte >> 4;
    target[offset + text] = HEX[value] ?? 0;
    nibble++;
  }
  used += 16;
}

/**
 * Endless games: the recorded ones over and over, each time under fresh ids, without parsing them again, so that making
 * them costs little beside what is measured.
 */
export class FreshGames {
  readonly #games: readonly (readonly Template[])[];
  #next = 0;

  constructor(recording = 'train-small.jsonl.gz') {
    const games = new Map<string, Template[]>();
    for (const line of readRecording(recording)) {
      const event: { sessionId: string; sequenceId?: number } = JSON.parse(line);
      if (event.sequenceId === undefined) continue;
      const game = games.get(event.sessionId) ?? [];
      game.push({ bytes: Buffer.from(line), eventId: placeOf(line, 'eventId'), sessionId: placeOf(line, 'sessionId') });
      games.set(event.sessionId, game);
    }
    this.#games = [...games.values()];
  }

  /** The posts of one new game: `{"events":[…]}` with at most `batch` events each. */
  *posts(batch: number): Generator<{ readonly body: Buffer; readonly events: number }> {
    const game = this.#games[this.#next++ % this.#games.length] ?? [];
    const session = Buffer.alloc(36, '-');
    writeUuid(session, 0);
    for (let from = 0; from < game.length; from += batch) {
      const templates = game.slice(from, from + batch);
      const parts: Buffer[] = [OPEN];
      for (const [index, { bytes, eventId, sessionId }] of templates.entries()) {
        const event = Buffer.from(bytes);
        writeUuid(event, eventId);
        session.copy(event, sessionId);
        if (index > 0) parts.push(COMMA);
        parts.push(event);
      }
      parts.push(CLOSE);
      yield { body: Buffer.concat(parts), events: templates.length };
    }
  }
}

const OPEN = Buffer.from('{"events":[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']}');

function placeOf(line: string, key: string): number {
  const found = new RegExp(`"${key}":\\s*"`).exec(line);
  if (!found) throw new Error(`a recorded event without ${key}`);
  return Buffer.byteLength(line.slice(0, found.index + found[0].length));
}
