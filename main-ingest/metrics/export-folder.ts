import { relative, resolve, sep } from 'node:path';
import { QueryError } from './metrics.ts';

/** The absolute path of an export. @throws QueryError `READ_ONLY` where it lies outside the folder for them */
export function insideFolder(folder: string, file: string): string {
  const target = resolve(file);
  const inside = relative(folder, target);
  if (inside === '' || inside.split(sep)[0] === '..') {
    throw new QueryError('READ_ONLY', `Exports are written to ${folder}, not to ${file}.`);
  }
  return target;
}
