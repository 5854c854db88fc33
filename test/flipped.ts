import { readFileSync, writeFileSync } from 'node:fs';

/** Flips one bit of a file: bit 0 is the lowest of its first byte. */
export function flipBit(file: string, bit: number): void {
  const bytes = readFileSync(file);
  const at = Math.floor(bit / 8);
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
  writeFileSync(file, bytes);
}

/** Overwrites a stretch of a file with noise: what a bad page looks like. */
export function spoil(file: string, from: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, Math.min(from + length, bytes.length));
  writeFileSync(file, bytes);
}
