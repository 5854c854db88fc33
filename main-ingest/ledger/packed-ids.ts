import { idHash } from '../event/id-hash.ts';

/** Bytes of a packed event id: a UUID without its dashes. */
export const ID_BYTES = 16;

const WORDS = ID_BYTES / 4;
const FIRST_SLOTS = 32;

/** A UUID as four numbers of 32 bits, and their hash: worked out once for all the sets that it is looked up in. */
export type IdWords = readonly [a: number, b: number, c: number, d: number, hash: number];

/** One id, packed. */
export function packedId([a, b, c, d]: IdWords): Buffer {
  return Buffer.from(Uint32Array.of(a, b, c, d).buffer);
}

/**
 * A set of event ids in the order in which they came, packed: 24 to 32 bytes an id, where a `Set` of strings takes well
 * over 100, and ready to be written as they are.
 */
export class PackedIds {
  /** Four words an id. */
  #words: Uint32Array;
  /** Open addressing: place of an id, plus one; 0 is empty. At most half full. */
  #slots: Int32Array;
  #size = 0;

  /** @param slots Twice as many as it holds without growing; a power of two */
  constructor(slots = FIRST_SLOTS) {
    this.#words = new Uint32Array((slots / 2) * WORDS);
    this.#slots = new Int32Array(slots);
  }

  /** The ids of {@link PackedIds.bytes}. */
  static of(...parts: readonly Uint8Array[]): PackedIds {
    const ids = new PackedIds();
    for (const part of parts) for (const id of unpacked(part)) ids.addWords(id);
    return ids;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a UUID (36 characters, any case); false where it was there before. */
  add(id: string): boolean {
    return this.addWords(wordsOf(id));
  }

  has(id: string): boolean {
    return this.hasWords(wordsOf(id));
  }

  addWords(id: IdWords): boolean {
    const slot = this.#slot(id);
    if (this.#slots[slot] !== 0) return false;
    if (2 * (this.#size + 1) > this.#slots.length) {
      this.#grow();
      return this.addWords(id);
    }
    const [a, b, c, d] = id;
    const at = this.#size * WORDS;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = c;
    this.#words[at + 3] = d;
    this.#size++;
    this.#slots[slot] = this.#size;
    return true;
  }

  hasWords(id: IdWords): boolean {
    return this.#slots[this.#slot(id)] !== 0;
  }

  /** The ids from one place up to another, packed: a copy. */
  bytes(from: number, to: number): Buffer {
    return Buffer.from(this.#words.slice(from * WORDS, to * WORDS).buffer);
  }

  /** Takes ids out; answers how many. Costs as much as all that came after the first of them. */
  remove(gone: Iterable<IdWords>): number {
    const removed = new PackedIds();
    let first = this.#size;
    for (const id of gone) {
      const place = this.#slots[this.#slot(id)] ?? 0;
      if (place === 0) continue;
      removed.addWords(id);
      first = Math.min(first, place - 1);
    }
    const tail = [...unpacked(this.bytes(first, this.#size))];
    for (const id of tail) this.#empty(this.#slot(id));
    this.#size = first;
    for (const id of tail) if (!removed.hasWords(id)) this.addWords(id);
    return removed.size;
  }

  /** Empties a slot, and moves those up that had to go further because it was taken. */
  #empty(slot: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = slot;
    for (let next = (hole + 1) & mask; ; next = (next + 1) & mask) {
      const place = slots[next] ?? 0;
      if (place === 0) break;
      const [, , , , home] = idAt(this.#words, (place - 1) * WORDS);
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      slots[hole] = place;
      hole = next;
    }
    slots[hole] = 0;
  }

  /** The slot of an id, or the empty one where it belongs. */
  #slot([a, b, c, d, hash]: IdWords): number {
    return this.#find(a, b, c, d, hash);
  }

  #find(a: number, b: number, c: number, d: number, hash: number): number {
    const words = this.#words;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const place = slots[slot] ?? 0;
      if (place === 0) return slot;
      const at = (place - 1) * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let place = 0; place < this.#size; place++) {
      const at = place * WORDS;
      const [a, b, c, d] = [words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0];
      this.#slots[this.#find(a, b, c, d, idHash(a, b, c, d))] = place + 1;
    }
  }
}

/** The ids of {@link PackedIds.bytes}, one after the other. */
export function* unpacked(bytes: Uint8Array): Generator<IdWords> {
  const words = new Uint32Array(new Uint8Array(bytes).buffer);
  for (let at = 0; at < words.length; at += WORDS) yield idAt(words, at);
}

function idAt(words: Uint32Array, at: number): IdWords {
  return withHash(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
}

function withHash(a: number, b: number, c: number, d: number): IdWords {
  return [a, b, c, d, idHash(a, b, c, d)];
}

/** Words of a UUID (36 characters, any case). */
export function wordsOf(id: string): IdWords {
  return withHash(word(id, 0, 4), word(id, 9, 14), word(id, 19, 24), word(id, 28, 32));
}

/** 32 bits of a UUID: four hexadecimal digits from `high` on, four from `low` on. */
function word(id: string, high: number, low: number): number {
  return ((half(id, high) << 16) | half(id, low)) >>> 0;
}

function half(id: string, at: number): number {
  return (
    (digit(id.charCodeAt(at)) << 12) |
    (digit(id.charCodeAt(at + 1)) << 8) |
    (digit(id.charCodeAt(at + 2)) << 4) |
    digit(id.charCodeAt(at + 3))
  );
}

/** Value of a hexadecimal digit: letters have bit 6 set, and count from 1 in their low bits. */
function digit(code: number): number {
  return (code & 15) + 9 * (code >> 6);
}
