import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Rooms of `main-ingest/` from the street to the cellar (docs/architecture.md); an import points down this list. */
const HOUSE = [
  'cli.ts',
  'command',
  'engine.ts',
  'followed-journal.ts',
  'engine-error.ts',
  'store-options.ts',
  'keeper.ts',
  'closing.ts',
  'data-folder.ts',
  'serve',
  'settings',
  'config.ts',
  'config-schema.ts',
  'demo',
  'intake',
  'games',
  'live',
  'cookbook',
  'replay',
  'insight',
  'workspace',
  'migration',
  'delivery',
  'history',
  'metrics',
  'ledger',
  'journal',
  'damage.ts',
  'unexpected.ts',
  'contract',
  'event',
];

interface Import {
  readonly file: string;
  readonly target: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Every import, re-export and dynamic import of a file: paths from the root for relative ones, else the package's name. */
function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const specifiers = source.matchAll(
    /^(?:import|export)\s[^;]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  return [...specifiers].map(([, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? '';
    const target = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(file), specifier))
          .split(sep)
          .join('/')
      : specifier;
    return { file, target };
  });
}

const folders = (name: string) => readdirSync(root).includes(name);
const importsIn = (folder: string): Import[] => (folders(folder) ? sourceFiles(folder).flatMap(importsOf) : []);
const show = (bad: readonly Import[]): string[] => bad.map(({ file, target }) => `${file} → ${target}`);

/** Place of a path of `main-ingest/` in the house, -1 when the house does not know its room. */
function floor(path: string): number {
  return HOUSE.indexOf(path.split('/')[1] ?? '');
}

test('every room of main-ingest stands in the house', () => {
  expect(sourceFiles('main-ingest').filter((file) => floor(file) === -1)).toEqual([]);
});

test('imports in main-ingest point down', () => {
  const bad = importsIn('main-ingest').filter(
    ({ file, target }) => target.startsWith('main-ingest/') && floor(target) < floor(file),
  );
  expect(show(bad)).toEqual([]);
});

test('main-ingest imports nothing of the window or the shell', () => {
  const bad = importsIn('main-ingest').filter(({ target }) => /^(renderer|electron|react|test)(\/|$)/.test(target));
  expect(show(bad)).toEqual([]);
});

test('a store does not import another store', () => {
  const stores = /^main-ingest\/(history\/(sqlite|eventstoredb)|metrics\/(duckdb|questdb))/;
  const bad = importsIn('main-ingest').filter(({ file, target }) => {
    const from = stores.exec(file)?.[1];
    const to = stores.exec(target)?.[1];
    return from !== undefined && to !== undefined && from !== to;
  });
  expect(show(bad)).toEqual([]);
});

test('the renderer knows the contract and nothing behind it', () => {
  const bad = importsIn('renderer').filter(
    ({ target }) =>
      /^(main-ingest|electron|test|sql-cookbook)(\/|$)/.test(target) && !target.startsWith('main-ingest/contract/'),
  );
  expect(show(bad)).toEqual([]);
});

test('the contract stands on nothing but its libraries', () => {
  const bad = importsIn('main-ingest/contract').filter(
    ({ target }) => target.startsWith('main-ingest/') && !target.startsWith('main-ingest/contract/'),
  );
  expect(show(bad)).toEqual([]);
});
