import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const MiB = 1024 * 1024;

/** A setting: its schema with the default, what it means, and the unit of its value. */
const setting = <S extends z.ZodType>(schema: S, description: string, unit?: string): S =>
  schema.meta(unit === undefined ? { description } : { description, unit });

const bytes = (least: number) => z.number().int().min(least);
const positive = z.number().int().min(1);

/**
 * Every setting of the workbench. A value comes from the defaults here, then the configuration file
 * (`workbench.yaml`, the same names nested), then the environment (`journal.maxBytes` is `WORKBENCH_JOURNAL_MAX_BYTES`).
 */
export const Settings = z.strictObject({
  http: z
    .strictObject({
      host: setting(
        z.string().default('127.0.0.1'),
        'Address that HTTP listens on. Anything but loopback needs a token',
      ),
      port: setting(
        z.number().int().min(0).max(65_535).default(4680),
        'Port that HTTP listens on; 0 takes any free one',
      ),
      token: setting(z.string().min(16).optional(), 'Secret that a window or program shows; made anew at each start'),
      allowedHosts: setting(
        z.array(z.string()).default([]),
        'Names besides 127.0.0.1, localhost and [::1] under which requests may come (the Host header)',
      ),
    })
    .prefault({}),
  intake: z
    .strictObject({
      requireToken: setting(z.boolean().default(false), 'Whether events from this machine need the token too'),
      maxBodyBytes: setting(
        bytes(1024).default(32 * MiB),
        'Largest body of one request; larger ones are answered 413',
        'bytes',
      ),
      maxWaitingBytes: setting(
        bytes(1024).default(256 * MiB),
        'Bodies being worked on at one time, all together; beyond it the answer is 503',
        'bytes',
      ),
    })
    .prefault({}),
  journal: z
    .strictObject({
      sync: setting(
        z.enum(['always', 'os']).default('always'),
        'When an event counts as durable: `always` survives a power cut (fdatasync), `os` a killed process',
      ),
      maxBytes: setting(
        bytes(MiB).default(4096 * MiB),
        'Room for events that a store has not confirmed yet; when it is used up the intake answers 503',
        'bytes',
      ),
      segmentBytes: setting(bytes(64 * 1024).default(64 * MiB), 'Size of one file of the journal', 'bytes'),
    })
    .prefault({}),
  history: z
    .strictObject({
      engine: setting(
        z.enum(['sqlite', 'eventstoredb']).default('sqlite'),
        'Where game histories are kept: in the data folder, or on an EventStoreDB or KurrentDB server',
      ),
      url: setting(
        z.string().default('esdb://127.0.0.1:2113?tls=false'),
        'That server, as it writes its address itself',
      ),
      prefix: setting(
        z.string().default(''),
        "What the streams' names begin with on that server; keeps workbenches apart that share one",
      ),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      engine: setting(
        z.enum(['duckdb', 'questdb']).default('duckdb'),
        'Where the tables are kept that recipes ask: in the data folder, or on a QuestDB server',
      ),
      url: setting(z.string().default('http://127.0.0.1:9000'), 'That server over HTTP, where rows are sent to'),
      pgUrl: setting(
        z.string().default('postgres://admin:quest@127.0.0.1:8812/qdb'),
        'That server over the PostgreSQL wire, where tables are made',
      ),
      readerUrl: setting(
        z.string().default('postgres://user:quest@127.0.0.1:8812/qdb'),
        'The same as a user that may only read, for queries',
      ),
      memoryLimitMb: setting(
        positive.default(Math.max(256, Math.min(1024, Math.floor(totalmem() / MiB / 8)))),
        'Memory that DuckDB may take',
        'MiB',
      ),
      threads: setting(positive.default(availableParallelism()), 'Threads that a query may use'),
    })
    .prefault({}),
  query: z
    .strictObject({
      timeoutMs: setting(positive.default(60_000), 'Longest time that a query may run', 'ms'),
    })
    .prefault({}),
  demo: z
    .strictObject({
      pace: setting(z.number().min(0.1).max(1000).default(10), 'How fast the demo plays; 1 is as recorded'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: setting(
        z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
        'What is written to standard error',
      ),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Where a setting's value came from. */
export type SettingSource = 'default' | 'file' | 'environment' | 'option';

/** A setting as the settings view shows it. */
export interface SettingInfo {
  /** `journal.maxBytes` */
  readonly name: string;
  /** `WORKBENCH_JOURNAL_MAX_BYTES` */
  readonly variable: string;
  readonly description: string;
  readonly unit: string | undefined;
  readonly value: unknown;
  readonly defaultValue: unknown;
  readonly source: SettingSource;
  /** Its value is never shown, sent or logged. */
  readonly secret: boolean;
}

/** All settings and where each came from. */
export interface Config {
  readonly dataFolder: string;
  /** The file that was read, where there is one. */
  readonly file: string | undefined;
  readonly settings: Settings;
  readonly list: readonly SettingInfo[];
}

/** The configuration is unusable; the message names the setting, where it came from and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigSources {
  readonly dataFolder: string;
  /** Named by the person: must be there. Else `workbench.yaml` of the data folder, where there is one. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Options of the command line by setting name, before everything else. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** @throws ConfigError */
export function loadConfig(sources: ConfigSources): Config {
  const file = sources.file ?? join(sources.dataFolder, 'workbench.yaml');
  const present = existsSync(file);
  if (sources.file !== undefined && !present) throw new ConfigError(`There is no configuration file ${file}.`);
  const values: Tree = {};
  const from = new Map<string, SettingSource>();
  const put = (name: string, value: unknown, source: SettingSource): void => {
    setPath(values, name, value);
    from.set(name, source);
  };
  if (present) for (const [name, value] of flatten(readYaml(file))) put(name, value, 'file');
  for (const { name, variable } of declared) {
    const text = sources.env[variable];
    if (text !== undefined && text !== '') put(name, fromText(name, text), 'environment');
  }
  for (const [name, value] of Object.entries(sources.options ?? {}))
    if (value !== undefined) put(name, value, 'option');

  const checked = Settings.safeParse(values);
  if (!checked.success) throw new ConfigError(explain(checked.error, from, present ? file : undefined));
  const settings = checked.data;
  const list = declared.map((info) => ({
    ...info,
    value: getPath(settings, info.name),
    defaultValue: getPath(defaults, info.name),
    source: from.get(info.name) ?? 'default',
  }));
  return { dataFolder: sources.dataFolder, file: present ? file : undefined, settings, list };
}

type Tree = { [key: string]: unknown };

const defaults = Settings.parse({});
const secrets: ReadonlySet<string> = new Set([
  'http.token',
  'history.url',
  'metrics.url',
  'metrics.pgUrl',
  'metrics.readerUrl',
]);

/** Settings as declared above, with their names. */
const declared = Object.entries(Settings.shape).flatMap(([section, group]) =>
  Object.entries(group.unwrap().shape).map(([key, schema]) => {
    const name = `${section}.${key}`;
    const meta = schema.meta() ?? {};
    return {
      name,
      variable: `WORKBENCH_${name.replace('.', '_').replace(/[A-Z]/g, '_$&').toUpperCase()}`,
      description: meta.description ?? '',
      unit: typeof meta.unit === 'string' ? meta.unit : undefined,
      secret: secrets.has(name),
    };
  }),
);

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Settings of a file by name; what is no section of settings keeps its own name, and is refused by the schema. */
function flatten(tree: unknown): Array<readonly [name: string, value: unknown]> {
  if (!isTree(tree)) return [['(file)', tree]];
  return Object.entries(tree).flatMap(
    ([section, group]): Array<readonly [string, unknown]> =>
      isTree(group)
        ? Object.entries(group).map(([key, value]) => [`${section}.${key}`, value] as const)
        : [[section, group]],
  );
}

/** A variable's text as a value: text stays text where the setting is one, a list is split at commas. */
function fromText(name: string, text: string): unknown {
  const value = getPath(defaults, name);
  if (Array.isArray(value)) return text.split(',').map((part) => part.trim());
  if (typeof value === 'number' || typeof value === 'boolean') return parse(text);
  return text;
}

function explain(error: z.ZodError, from: ReadonlyMap<string, SettingSource>, file: string | undefined): string {
  return error.issues
    .map((issue) => {
      const unknown = issue.code === 'unrecognized_keys';
      const name = [...issue.path, ...(unknown ? issue.keys.slice(0, 1) : [])].join('.');
      const variable = declared.find((info) => info.name === name)?.variable;
      const source = from.get(name);
      const where = source === 'environment' ? variable : source === 'option' ? 'the command line' : file;
      return `Setting ${name}${where ? ` (${where})` : ''}: ${unknown ? 'there is no such setting' : issue.message}.`;
    })
    .join('\n');
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
