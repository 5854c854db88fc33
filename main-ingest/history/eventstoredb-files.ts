import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HistoryError } from './history.ts';

/**
 * A certificate that an address names.
 * @throws HistoryError `FILE`, naming the option and the file
 */
export function readCertificate(option: string, file: string): Buffer {
  const bytes = readNamed(option, file);
  try {
    new X509Certificate(bytes);
  } catch {
    throw new HistoryError('FILE', `${option}: ${resolve(file)} is no certificate in PEM`, { retry: true });
  }
  return bytes;
}

/**
 * A file that an address names.
 * @throws HistoryError `FILE`, naming the option and the file
 */
export function readNamed(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const message = missing ? `there is no file ${resolve(file)}` : `${resolve(file)} cannot be read`;
    throw new HistoryError('FILE', `${option}: ${message}`, { retry: true, cause });
  }
}
