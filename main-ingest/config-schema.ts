import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
import { wrongEventStoreAddress } from './history/eventstoredb-address.ts';
import { wrongQuestdbAddress } from './metrics/questdb-address.ts';

const MiB = 1024 * 1024;

/** What a setting is to the person who sets it. */
export interface About {
  readonly title: string;
  readonly description: string;
  /** Unit of its value. */
  readonly unit?: string;
  /** Titles of its choices. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The server that it is an address of; its password is never shown, sent or logged. */
  readonly server?: ServerKind;
  /** Its value is never shown, sent or logged. */
  readonly secret?: true;
  /** It says nothing unless its section's `engine` is this. */
  readonly engine?: string;
}

/** Servers by what is spoken with them. */
export type ServerKind = 'eventstoredb' | 'questdb-http' | 'questdb-pg';

const about = z.registry<About>();
const setting = <S extends z.ZodType>(schema: S, what: About): S => {
  about.add(schema, what);
  return schema;
};

const bytes = (least: number) => z.number().int().min(least);
const positive = z.number().int().min(1);

/** Why a text is no address of a server; undefined where it is one. What is said never holds its password. */
export function wrongAddress(server: ServerKind, text: string): string | undefined {
  return server === 'eventstoredb' ? wrongEventStoreAddress(text) : wrongQuestdbAddress(server, text);
}

/** The address of a server, with user and password in it where it wants them. */
const address = (server: ServerKind, standard: string, what: Omit<About, 'server'>) => {
  const schema = z.string().superRefine((text, context) => {
    const reason = wrongAddress(server, text);
    if (reason !== undefined) context.addIssue(reason);
  });
  return setting(schema.default(standard), { ...what, server });
};

/**
 * Every setting of the workbench. A value comes from the defaults here, then the configuration file
 * (`workbench.yaml`, the same names nested), then the environment (`journal.maxBytes` is `WORKBENCH_JOURNAL_MAX_BYTES`).
 */
export const Settings = z.strictObject({
  http: z
    .strictObject({
      host: setting(z.string().min(1).default('127.0.0.1'), {
        title: 'Listens on',
        description: 'Address that HTTP listens on. Anything but loopback needs a token',
      }),
      port: setting(z.number().int().min(0).max(65_535).default(4680), {
        title: 'Port',
        description: 'Port that HTTP listens on; 0 takes any free one',
      }),
      token: setting(z.string().min(16).optional(), {
        title: 'Token',
        description: 'Secret that a window or program shows; made anew at each start where none is set',
        secret: true,
      }),
      allowedHosts: setting(z.array(z.string()).default([]), {
        title: 'Other names',
        description: 'Names besides 127.0.0.1, localhost and [::1] under which requests may come (the Host header)',
      }),
    })
    .prefault({}),
  intake: z
    .strictObject({
      requireToken: setting(z.boolean().default(false), {
        title: 'Token for events',
        description: 'Whether events from this machine need the token too',
      }),
      maxBodyBytes: setting(bytes(1024).default(32 * MiB), {
        title: 'Largest request',
        description: 'Largest body of one request; larger ones are answered 413',
        unit: 'bytes',
      }),
      maxWaitingBytes: setting(bytes(1024).default(256 * MiB), {
        title: 'At one time',
        description: 'Bodies being worked on at one time, all together; beyond it the answer is 503',
        unit: 'bytes',
      }),
    })
    .prefault({}),
  journal: z
    .strictObject({
      sync: setting(z.enum(['always', 'os']).default('always'), {
        title: 'Durable',
        description: 'When an event is answered: safe from a power cut (fdatasync), or from a killed process alone',
        choices: { always: 'When the disk has it', os: 'When the system has it' },
      }),
      maxBytes: setting(bytes(MiB).default(4096 * MiB), {
        title: 'Room',
        description: 'Room for events that a store has not confirmed yet; when it is used up the intake answers 503',
        unit: 'bytes',
      }),
      segmentBytes: setting(bytes(64 * 1024).default(64 * MiB), {
        title: 'Segment',
        description: 'Size of one file of the journal',
        unit: 'bytes',
      }),
    })
    .prefault({}),
  history: z
    .strictObject({
      engine: setting(z.enum(['sqlite', 'eventstoredb']).default('sqlite'), {
        title: 'History',
        description: 'Where game histories are kept: in the data folder, or on an EventStoreDB or KurrentDB server',
        choices: { sqlite: 'Embedded, SQLite', eventstoredb: 'EventStoreDB' },
      }),
      url: address('eventstoredb', 'esdb://127.0.0.1:2113?tls=false', {
        title: 'Connection string',
        description: 'Events are sent there and read from there; of a cluster, all nodes with commas between them',
        engine: 'eventstoredb',
      }),
      prefix: setting(z.string().default(''), {
        title: 'Prefix',
        description: "What the streams' names begin with on that server; keeps workbenches apart that share one",
        engine: 'eventstoredb',
      }),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      engine: setting(z.enum(['duckdb', 'questdb']).default('duckdb'), {
        title: 'Metrics',
        description: 'Where the tables are kept that recipes ask: in the data folder, or on a QuestDB server',
        choices: { duckdb: 'Embedded, DuckDB', questdb: 'QuestDB' },
      }),
      url: address('questdb-http', 'http://127.0.0.1:9000', {
        title: 'Write address',
        description: 'Rows are sent there, over HTTP',
        engine: 'questdb',
      }),
      pgUrl: address('questdb-pg', 'postgres://admin:quest@127.0.0.1:8812/qdb', {
        title: 'Table address',
        description: 'Tables are made there, over the PostgreSQL wire',
        engine: 'questdb',
      }),
      readerUrl: address('questdb-pg', 'postgres://user:quest@127.0.0.1:8812/qdb', {
        title: 'Query address',
        description: 'Queries are asked there, as a user that may only read',
        engine: 'questdb',
      }),
      memoryLimitMb: setting(positive.default(Math.max(256, Math.min(1024, Math.floor(totalmem() / MiB / 8)))), {
        title: 'Memory',
        description: 'Memory that DuckDB may take',
        unit: 'MiB',
        engine: 'duckdb',
      }),
      threads: setting(positive.default(availableParallelism()), {
        title: 'Threads',
        description: 'Threads that a query may use',
        engine: 'duckdb',
      }),
    })
    .prefault({}),
  query: z
    .strictObject({
      timeoutMs: setting(positive.default(60_000), {
        title: 'Let a query run for',
        description: 'Longest time that a query may run; after that it is cancelled in the store too',
        unit: 'ms',
      }),
    })
    .prefault({}),
  demo: z
    .strictObject({
      pace: setting(z.number().min(0.1).max(1000).default(10), {
        title: 'Pace of the demo',
        description: 'How fast the demo plays that a start with --demo begins; 1 is as recorded',
      }),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'), {
        title: 'Log',
        description: 'What is written to standard error',
        choices: { debug: 'Everything', info: 'What happens', warn: 'Warnings', error: 'Errors', silent: 'Nothing' },
      }),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** A setting as it is declared. */
export interface Declared extends About {
  /** `journal.maxBytes` */
  readonly name: string;
  /** `WORKBENCH_JOURNAL_MAX_BYTES` */
  readonly variable: string;
  readonly schema: z.ZodType;
}

/** All settings, in their order. */
export const declared: readonly Declared[] = Object.entries(Settings.shape).flatMap(([section, group]) =>
  Object.entries(group.unwrap().shape).map(([key, schema]: [string, z.ZodType]) => {
    const name = `${section}.${key}`;
    const what = about.get(schema);
    if (!what) throw new Error(`${name} is declared without saying what it is`);
    const variable = `WORKBENCH_${name.replace('.', '_').replace(/[A-Z]/g, '_$&').toUpperCase()}`;
    return { ...what, name, variable, schema };
  }),
);
