import { idHash } from '../event/id-hash.ts';
import { HistoryError } from './history.ts';

/** Bytes of a packed event id: a UUID without its dashes. */
export const ID_BYTES = 16;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether an id can be packed. */
export function isUuid(eventId: string): boolean {
  return UUID.test(eventId);
}

/**
 * Packs event ids one after the other, {@link ID_BYTES} each.
 * @throws HistoryError `BAD_EVENT_ID` naming the first one that is no UUID
 */
export function packIds(events: ReadonlyArray<{ readonly eventId: string }>): Buffer {
  let hex = '';
  for (const { eventId } of events) {
    if (!UUID.test(eventId)) {
      const message = `The event id ${JSON.stringify(eventId.slice(0, 100))} is not a UUID`;
      throw new HistoryError('BAD_EVENT_ID', message, { retry: false, eventId });
    }
    hex += eventId;
  }
  return Buffer.from(hex.replaceAll('-', ''), 'hex');
}

/** The id at a place of packed ids, lower case with dashes. */
export function unpackId(ids: Buffer, place: number): string {
  const hex = ids.toString('hex', place * ID_BYTES, (place + 1) * ID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Words of 32 bits in an id. */
const WORDS = ID_BYTES / 4;

/**
 * A set of packed event ids in 21 to 43 bytes an id, where a `Set` of strings takes well over 100.
 * Open addressing over the ids themselves, at most three quarters full.
 */
export class IdSet {
  #slots = new Uint32Array(16 * WORDS);
  #size = 0;
  /** Zeros mark an empty slot, so the nil id is remembered here. */
  #hasNil = false;

  get size(): number {
    return this.#size;
  }

  /** Adds the id at a place of packed ids; false when the set already had it. */
  add(ids: Buffer, place: number): boolean {
    const at = place * ID_BYTES;
    const added = this.#put(
      ids.readUInt32LE(at),
      ids.readUInt32LE(at + 4),
      ids.readUInt32LE(at + 8),
      ids.readUInt32LE(at + 12),
    );
    if (added) this.#size += 1;
    if (this.#size * WORDS > this.#slots.length * 0.75) this.#grow();
    return added;
  }

  /** Whether the set has the id at a place of packed ids. */
  has(ids: Buffer, place: number): boolean {
    const at = place * ID_BYTES;
    const words = [0, 4, 8, 12].map((offset) => ids.readUInt32LE(at + offset));
    const [a = 0, b = 0, c = 0, d = 0] = words;
    return (a | b | c | d) === 0 ? this.#hasNil : this.#isTaken(this.#find(a, b, c, d));
  }

  /** Adds all of a run of packed ids. */
  addAll(ids: Buffer): void {
    for (let place = 0; place < ids.length / ID_BYTES; place += 1) this.add(ids, place);
  }

  #put(a: number, b: number, c: number, d: number): boolean {
    if ((a | b | c | d) === 0) {
      const added = !this.#hasNil;
      this.#hasNil = true;
      return added;
    }
    const at = this.#find(a, b, c, d);
    if (this.#isTaken(at)) return false;
    this.#slots.set([a, b, c, d], at);
    return true;
  }

  /** Where an id stands, or the empty slot where it would. */
  #find(a: number, b: number, c: number, d: number): number {
    const slots = this.#slots;
    const last = slots.length / WORDS - 1;
    for (let slot = idHash(a, b, c, d) & last; ; slot = (slot + 1) & last) {
      const at = slot * WORDS;
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) return at;
      if (!this.#isTaken(at)) return at;
    }
  }

  #isTaken(at: number): boolean {
    const slots = this.#slots;
    return slots[at] !== 0 || slots[at + 1] !== 0 || slots[at + 2] !== 0 || slots[at + 3] !== 0;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      const [a = 0, b = 0, c = 0, d = 0] = old.subarray(at, at + WORDS);
      if ((a | b | c | d) !== 0) this.#put(a, b, c, d);
    }
  }
}
