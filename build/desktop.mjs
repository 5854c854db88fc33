/**
 * Builds the desktop shell and its engine into dist/desktop: every TypeScript file with its types stripped, line for
 * line, in the same folders. No bundle: workers find their files, and a stack trace names real lines.
 *
 * Electron's Node may be built without type stripping, so that it cannot run the sources as they are.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'dist', 'desktop');
/** Relative `.ts` in imports and worker URLs. */
const specifier = /(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g;

rmSync(out, { recursive: true, force: true });
for (const folder of ['main-ingest', 'electron', 'sql-cookbook', 'renderer/keys']) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(out, relative(root, source));
    mkdirSync(dirname(target), { recursive: true });
    if (!entry.name.endsWith('.ts')) cpSync(source, target);
    else
      writeFileSync(
        target.replace(/\.ts$/, '.js'),
        stripTypeScriptTypes(readFileSync(source, 'utf8')).replace(specifier, '$1$2.js$1'),
      );
  }
}
// Electron takes name and entry from the folder that it is started with.
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify({ name, version, type: 'module', main: 'electron/main.js' }, null, 2)}\n`,
);
cpSync(join(root, 'dist', 'renderer'), join(out, 'dist', 'renderer'), { recursive: true });
