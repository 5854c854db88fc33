import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../../main-ingest/config.ts';

function folderWith(yaml?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  if (yaml !== undefined) writeFileSync(join(folder, 'workbench.yaml'), yaml);
  return folder;
}

test('without file and environment everything is at its default', () => {
  const config = loadConfig({ dataFolder: folderWith(), env: {} });
  expect(config.settings.journal.sync).toBe('always');
  expect(config.settings.http).toEqual({ host: '127.0.0.1', port: 4680, allowedHosts: [] });
  expect(new Set(config.list.map((setting) => setting.source))).toEqual(new Set(['default']));
});

test('the file goes before the default, the environment before the file, an option before all', () => {
  const dataFolder = folderWith('journal:\n  sync: os\n  maxBytes: 2000000 # two million\nhttp: { port: 5000 }\n');
  const env = { WORKBENCH_JOURNAL_MAX_BYTES: '3000000', WORKBENCH_HTTP_PORT: '6000' };
  const config = loadConfig({ dataFolder, env, options: { 'http.port': 0, 'http.token': undefined } });
  expect(config.settings.journal).toMatchObject({ sync: 'os', maxBytes: 3_000_000 });
  expect(config.settings.http.port).toBe(0);
  const source = (name: string) => config.list.find((setting) => setting.name === name)?.source;
  expect(['journal.sync', 'journal.maxBytes', 'http.port', 'http.host'].map(source)).toEqual([
    'file',
    'environment',
    'option',
    'default',
  ]);
});

test('an empty file says nothing', () => {
  expect(loadConfig({ dataFolder: folderWith('# nothing yet\n'), env: {} }).settings.http.port).toBe(4680);
});

test('text stays text and lists are split', () => {
  const env = { WORKBENCH_HTTP_TOKEN: '1234567890123456', WORKBENCH_HTTP_ALLOWED_HOSTS: 'trainer, trainer.lan' };
  const { http } = loadConfig({ dataFolder: folderWith(), env }).settings;
  expect(http.token).toBe('1234567890123456');
  expect(http.allowedHosts).toEqual(['trainer', 'trainer.lan']);
});

test.each([
  ['journal: { syncc: os }', /Setting journal\.syncc \(.*workbench\.yaml\): there is no such setting/],
  ['journals: { sync: os }', /Setting journals \(.*\): there is no such setting/],
  ['journal: { sync: never }', /Setting journal\.sync \(.*workbench\.yaml\)/],
  ['journal: os', /Setting journal /],
  ['- a\n- b', /\(file\)/],
  ['a: [', /workbench\.yaml cannot be read/],
])('%j is refused with its name', (yaml, message) => {
  const load = () => loadConfig({ dataFolder: folderWith(yaml), env: {} });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(message);
});

test.each([
  [
    'history:\n  url: esdb://admin:kept-secret@h: x\n',
    /yaml cannot be read, line 2, column 8: Nested mappings are not/,
  ],
  ['http:\n  token: *kept-secret\n', /a value that begins with \* is written in quotes/],
  ['http:\n  token: !kept-secret word\n', /line 2: a value that begins with ! is written in quotes/],
  ['http:\n  token: |kept-secret\n', /line 2, column 11: Block scalar header includes extra characters/],
  ['http:\n  token: "\\qkept-secret"\n', /line 2, column \d+: Invalid escape sequence/],
  ['history:\n  "esdb://admin:kept-secret@h": 1\n', /history\.\(no name\)/],
  ['http:\n  token: [kept-secret]\n', /http\.token/],
  ['http:\n  token: kept\n', /http\.token/],
  ['http: kept-secret\n', /Setting http /],
])('%j is refused without a word of what stands in it', (yaml, words) => {
  const dataFolder = folderWith(yaml);
  const refusal = () => loadConfig({ dataFolder, env: {} });
  expect(refusal).toThrow(words);
  expect(refusal).not.toThrow(/kept/);
});

test.each(['[', '*kept-secret', 'eighty', ' '])('a number in a variable may not be %j', (text) => {
  const refusal = () => loadConfig({ dataFolder: folderWith(), env: { WORKBENCH_HTTP_PORT: text } });
  expect(refusal).toThrow(ConfigError);
  expect(refusal).not.toThrow(/kept/);
});

test('a wrong variable is named', () => {
  const env = { WORKBENCH_HTTP_PORT: 'eighty' };
  expect(() => loadConfig({ dataFolder: folderWith(), env })).toThrow(/http\.port \(WORKBENCH_HTTP_PORT\)/);
});

test('a file that the person named must be there', () => {
  expect(() => loadConfig({ dataFolder: folderWith(), file: '/nowhere/it.yaml', env: {} })).toThrow(
    /no configuration file/,
  );
});

test('every setting says what it is', () => {
  const { list } = loadConfig({ dataFolder: folderWith(), env: {} });
  expect(list.filter((setting) => setting.description.length < 10)).toEqual([]);
  expect(list.map((setting) => setting.variable)).toContain('WORKBENCH_METRICS_MEMORY_LIMIT_MB');
});
