import { createHash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Namespace of all ids that the workbench makes from a foreign program's own words. */
export const WORKBENCH_NAMESPACE = '6d1f1a54-3c0b-5b0e-9a3c-1f6a0c2b7e11';

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The UUID that a name has in a namespace: the same words give the same id (version 5, RFC 9562). */
export function uuidFromName(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
