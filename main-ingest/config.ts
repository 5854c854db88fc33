import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Declared, declared, Settings } from './config-schema.ts';

export { Settings } from './config-schema.ts';

/** Where a setting's value came from. */
export type SettingSource = 'default' | 'file' | 'environment' | 'option';

/** A setting, its value and where that came from. */
export interface SettingInfo extends Declared {
  readonly value: unknown;
  readonly defaultValue: unknown;
  readonly source: SettingSource;
}

/** All settings and where each came from. */
export interface Config {
  readonly dataFolder: string;
  /** The file that was read, where there is one. */
  readonly file: string | undefined;
  readonly settings: Settings;
  readonly list: readonly SettingInfo[];
  /** What it was made of, so that it can be read again. */
  readonly sources: ConfigSources;
}

/** What is wrong with one setting. */
export interface SettingProblem {
  readonly name: string;
  readonly message: string;
}

/** The configuration is unusable; the message names the setting, where it came from and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Each setting that is wrong; none where the file as a whole is. */
  readonly problems: readonly SettingProblem[];

  constructor(message: string, problems: readonly SettingProblem[] = []) {
    super(message);
    this.problems = problems;
  }
}

export interface ConfigSources {
  readonly dataFolder: string;
  /** Named by the person: must be there. Else `workbench.yaml` of the data folder, where there is one. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Options of the command line by setting name, before everything else. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The file that settings are read from, and saved to, whether it is there or not. */
export const configFile = ({ file, dataFolder }: ConfigSources): string => file ?? join(dataFolder, 'workbench.yaml');

/** @throws ConfigError */
export function loadConfig(sources: ConfigSources): Config {
  const file = configFile(sources);
  if (existsSync(file)) return readConfig(sources, readText(file));
  if (sources.file !== undefined) throw new ConfigError(`There is no configuration file ${file}.`);
  return readConfig(sources, undefined);
}

/**
 * The configuration as it is with this text in the configuration file, undefined where there is no file.
 * @throws ConfigError
 */
export function readConfig(sources: ConfigSources, text: string | undefined): Config {
  const file = text === undefined ? undefined : configFile(sources);
  const values: Tree = {};
  const from = new Map<string, SettingSource>();
  const put = (name: string, value: unknown, source: SettingSource): void => {
    setPath(values, name, value);
    from.set(name, source);
  };
  if (text !== undefined)
    for (const [name, value] of flatten(readYaml(text, configFile(sources)))) put(name, value, 'file');
  for (const { name, variable } of declared) {
    const written = sources.env[variable];
    if (written !== undefined && written !== '') put(name, fromText(name, written), 'environment');
  }
  for (const [name, value] of Object.entries(sources.options ?? {}))
    if (value !== undefined) put(name, value, 'option');

  const checked = Settings.safeParse(values);
  if (!checked.success) throw refused(checked.error, from, file);
  const settings = checked.data;
  const list = declared.map((info) => ({
    ...info,
    value: getPath(settings, info.name),
    defaultValue: getPath(defaults, info.name),
    source: from.get(info.name) ?? 'default',
  }));
  return { dataFolder: sources.dataFolder, file, settings, list, sources };
}

type Tree = { [key: string]: unknown };

const defaults = Settings.parse({});

const because = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${because(error)}`);
  }
}

function readYaml(text: string, file: string): unknown {
  const lines = new LineCounter();
  const document = parseSettings(text, lines);
  const wrong = wrongYaml(document, lines);
  if (wrong !== undefined) throw new ConfigError(`${file} cannot be read, ${wrong}`);
  try {
    return document.toJS() ?? {};
  } catch {
    throw new ConfigError(`${file} cannot be read: a value that begins with * is written in quotes`);
  }
}

/** A settings file as YAML; whoever reads it asks {@link wrongYaml}. */
export function parseSettings(text: string, lines: LineCounter): Document.Parsed {
  return parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
}

/** What is wrong with a settings file, and where. Nothing that stands in it is repeated: it may be a password. */
export function wrongYaml({ errors, warnings }: Document.Parsed, lines: LineCounter): string | undefined {
  const [wrong] = [...errors, ...warnings];
  if (wrong === undefined) return undefined;
  const { line, col } = lines.linePos(wrong.pos[0]);
  if (wrong.code === 'TAG_RESOLVE_FAILED') return `line ${line}: a value that begins with ! is written in quotes`;
  return `line ${line}, column ${col}: ${wrong.message.replace(/[:'"\\!%|].*$/s, '').trim()}`;
}

/** Settings of a file by name; what is no section of settings keeps its own name, and is refused by the schema. An empty section says nothing. */
function flatten(tree: unknown): Array<readonly [name: string, value: unknown]> {
  if (!isTree(tree)) return [['(file)', tree]];
  return Object.entries(tree).flatMap(
    ([section, group]): Array<readonly [string, unknown]> =>
      isTree(group)
        ? Object.entries(group).map(([key, value]) => [`${section}.${key}`, value] as const)
        : group === null && section in Settings.shape
          ? []
          : [[section, group]],
  );
}

/** A variable's text as a value: text stays text where the setting is one, a list is split at commas. */
function fromText(name: string, text: string): unknown {
  const value = getPath(defaults, name);
  if (Array.isArray(value)) return text.split(',').map((part) => part.trim());
  if (typeof value === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if (typeof value === 'number' && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text);
  return text;
}

function refused(error: z.ZodError, from: ReadonlyMap<string, SettingSource>, file: string | undefined): ConfigError {
  const problems = error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys';
    const key = unknown ? issue.keys.slice(0, 1).map((one) => (/^\w*$|^\(file\)$/.test(one) ? one : '(no name)')) : [];
    const name = [...issue.path, ...key].join('.');
    return { name, message: unknown ? 'there is no such setting' : issue.message };
  });
  const lines = problems.map(({ name, message }) => {
    const variable = declared.find((info) => info.name === name)?.variable;
    const source = from.get(name);
    const where = source === 'environment' ? variable : source === 'option' ? 'the command line' : file;
    return `Setting ${name}${where ? ` (${where})` : ''}: ${message}.`;
  });
  return new ConfigError(lines.join('\n'), problems);
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function getPath(tree: unknown, name: string): unknown {
  return name.split('.').reduce((node, key) => (isTree(node) ? node[key] : undefined), tree);
}

function setPath(tree: Tree, name: string, value: unknown): void {
  const [section = '', key] = name.split('.');
  if (key === undefined) {
    tree[section] = value;
    return;
  }
  const group = tree[section];
  tree[section] = { ...(isTree(group) ? group : {}), [key]: value };
}
