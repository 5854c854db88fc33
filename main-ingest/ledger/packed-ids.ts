/** Bytes of a packed event id: a UUID without its dashes. */
export const ID_BYTES = 16;

const WORDS = ID_BYTES / 4;
const FIRST_SLOTS = 32;

/** A UUID as four numbers of 32 bits: worked out once for all the sets that it is looked up in. */
export type IdWords = readonly [number, number, number, number];

/** One id, packed. */
export function packedId(id: string): Buffer {
  return Buffer.from(new Uint32Array(wordsOf(id)).buffer);
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
    for (const part of parts) {
      const words = new Uint32Array(new Uint8Array(part).buffer);
      for (let at = 0; at < words.length; at += WORDS) {
        ids.#add(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
      }
    }
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

  addWords([a, b, c, d]: IdWords): boolean {
    return this.#add(a, b, c, d);
  }

  hasWords([a, b, c, d]: IdWords): boolean {
    return this.#slots[this.#slot(a, b, c, d)] !== 0;
  }

  /** The ids from one place up to another, packed: a copy. */
  bytes(from: number, to: number): Buffer {
    return Buffer.from(this.#words.slice(from * WORDS, to * WORDS).buffer);
  }

  /** Takes ids out. Costs as much as the whole set. */
  remove(gone: Iterable<string>): void {
    const removed = new PackedIds();
    for (const id of gone) removed.add(id);
    const words = this.#words;
    const size = this.#size;
    this.#words = new Uint32Array(words.length);
    this.#slots = new Int32Array(this.#slots.length);
    this.#size = 0;
    for (let at = 0; at < size * WORDS; at += WORDS) {
      const [a = 0, b = 0, c = 0, d = 0] = words.subarray(at, at + WORDS);
      if (removed.#slots[removed.#slot(a, b, c, d)] === 0) this.#add(a, b, c, d);
    }
  }

  #add(a: number, b: number, c: number, d: number): boolean {
    const slot = this.#slot(a, b, c, d);
    if (this.#slots[slot] !== 0) return false;
    if (2 * (this.#size + 1) > this.#slots.length) {
      this.#grow();
      return this.#add(a, b, c, d);
    }
    const at = this.#size * WORDS;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = c;
    this.#words[at + 3] = d;
    this.#size++;
    this.#slots[slot] = this.#size;
    return true;
  }

  /** The slot of an id, or the empty one where it belongs. */
  #slot(a: number, b: number, c: number, d: number): number {
    const words = this.#words;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash(a, b, c, d) & mask;
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
      const slot = this.#slot(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
      this.#slots[slot] = place + 1;
    }
  }
}

/** Most ids are random, but some are counted up: mixes all words (multipliers of MurmurHash3). */
function hash(a: number, b: number, c: number, d: number): number {
  let mixed = a ^ Math.imul(b, 0xcc9e2d51) ^ Math.imul(c, 0x1b873593) ^ Math.imul(d, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}

/** Words of a UUID (36 characters, any case). */
export function wordsOf(id: string): IdWords {
  return [word(id, 0, 4), word(id, 9, 14), word(id, 19, 24), word(id, 28, 32)];
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
