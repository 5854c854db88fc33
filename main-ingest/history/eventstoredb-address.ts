import { z } from 'zod';

/** One node of a server, or the name under which a cluster is found. */
export interface Host {
  readonly address: string;
  readonly port: number;
}

const whole = (least: number) =>
  z
    .string()
    .regex(/^-?\d{1,9}$/, `a whole number from ${least}`)
    .transform(Number)
    .refine((number) => number >= least, `a whole number from ${least}`);
const yesOrNo = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true');
const text = z.string().transform((encoded, context) => {
  const decoded = decode(encoded);
  if (decoded !== undefined) return decoded;
  context.addIssue('written with %25 for a %');
  return z.NEVER;
});
const PREFERENCES = ['leader', 'follower', 'read_only_replica', 'random'] as const;
const preference = z
  .string()
  .transform((name) => PREFERENCES.find((one) => flat(one) === flat(name)))
  .pipe(z.enum(PREFERENCES, `one of ${PREFERENCES.join(', ')}`));

/** Options of an address: all that the client (6.2.1) knows. Times in milliseconds, `gossipTimeout` in seconds. */
const Options = z.object({
  tls: yesOrNo.exactOptional(),
  tlsCAFile: text.exactOptional(),
  userCertFile: text.exactOptional(),
  userKeyFile: text.exactOptional(),
  connectionName: text.exactOptional(),
  nodePreference: preference.exactOptional(),
  maxDiscoverAttempts: whole(1).exactOptional(),
  discoveryInterval: whole(0).exactOptional(),
  gossipTimeout: whole(1).exactOptional(),
  keepAliveInterval: whole(-1).exactOptional(),
  keepAliveTimeout: whole(-1).exactOptional(),
  defaultDeadline: whole(1).exactOptional(),
  throwOnAppendFailure: yesOrNo.exactOptional(),
});
type Options = z.infer<typeof Options>;

/** Options by their name as the client compares it: `tlscafile` and `tls-ca-file` are `tlsCAFile`. */
const KNOWN = new Map(Object.keys(Options.shape).map((name) => [flat(name), name]));

const DEFAULT_PORT = 2113;

/** Why a text is no address of an EventStoreDB. What it says never holds a part of it that may be a password. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/**
 * The address of an EventStoreDB or of a cluster: `esdb://user:password@a:2113,b:2113?tls=false`, or
 * `esdb+discover://name:2113`. It is read here and not by the client, which prints what it does not know, password included.
 */
export class EventStoreAddress {
  /** Whether the host is a name that stands for all nodes. */
  readonly discover: boolean;
  readonly hosts: readonly Host[];
  readonly user: { readonly username: string; readonly password: string } | undefined;
  readonly options: Options;

  /** @throws AddressError */
  constructor(text: string) {
    const [, scheme, account, hosts, query = ''] =
      /^(esdb(?:\+discover)?):\/\/(?:([^/?#]*)@)?([^/?#@]*)\/*(?:\?(.*))?$/s.exec(text.trim()) ?? [];
    if (scheme === undefined || hosts === undefined || (account === undefined && query.includes('@')))
      throw new AddressError(NO_ADDRESS);
    this.discover = scheme === 'esdb+discover';
    this.user = account === undefined ? undefined : readAccount(account);
    this.hosts = hosts.split(',').map(readHost);
    this.options = readOptions(query);
    if (this.discover && this.hosts.length > 1)
      throw new AddressError('esdb+discover:// takes one name, that of the cluster; several nodes are esdb://a,b,c');
    if ((this.options.userCertFile === undefined) !== (this.options.userKeyFile === undefined))
      throw new AddressError('userCertFile and userKeyFile belong together');
  }

  /** Whether the node that is used is looked for, and may change. */
  get isCluster(): boolean {
    return this.discover || this.hosts.length > 1;
  }

  get tls(): boolean {
    return this.options.tls ?? true;
  }

  /** Where it is, for people and to tell one server from another: `a:2113, b:2113`. */
  get place(): string {
    return this.hosts.map(({ address, port }) => `${address}:${port}`).join(', ');
  }
}

/** Why a text is no such address; undefined where it is one. */
export function wrongEventStoreAddress(text: string): string | undefined {
  try {
    new EventStoreAddress(text);
    return undefined;
  } catch (error) {
    if (error instanceof AddressError) return error.message;
    throw error;
  }
}

const NO_ADDRESS =
  'not an address such as esdb://127.0.0.1:2113?tls=false, esdb://a:2113,b:2113,c:2113 or esdb+discover://name:2113; ' +
  'in user and password, / ? # are written as %2F %3F %23';

function readAccount(text: string): NonNullable<EventStoreAddress['user']> {
  const colon = text.indexOf(':');
  if (colon < 1) throw new AddressError('before the @ stand user and password: esdb://USER:PASSWORD@host:2113');
  const username = decode(text.slice(0, colon));
  const password = decode(text.slice(colon + 1));
  if (username === undefined || password === undefined)
    throw new AddressError('in user and password, a % is written as %25');
  return { username, password };
}

function readHost(text: string): Host {
  const [, address, port] = /^\s*([\w.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?\s*$/i.exec(text) ?? [];
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (address === undefined || number < 1 || number > 65_535) throw new AddressError(NO_ADDRESS);
  return { address, port: number };
}

function readOptions(query: string): Options {
  const written: Record<string, string> = {};
  for (const pair of query === '' ? [] : query.split('&')) {
    const [, key = pair, value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    const name = KNOWN.get(flat(key));
    if (name === undefined) throw new AddressError(unknownOption(key));
    if (value === '') throw new AddressError(`the option ${name} has no value`);
    if (name in written) throw new AddressError(`the option ${name} is there twice`);
    written[name] = value.trim();
  }
  const { data, error } = Options.safeParse(written);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new AddressError(`the option ${issue?.path.join('.')} must be ${issue?.message}`);
}

/** What is no option may be a part of a password: only a plain word is told. */
function unknownOption(key: string): string {
  if (flat(key) === 'tlsverifycert')
    return (
      'the client does not know the option tlsVerifyCert: name the file of the certificate authority instead, ' +
      'tlsCAFile=/path/ca.crt, or speak without TLS, tls=false'
    );
  const named = /^[a-z][a-z_-]{0,30}$/i.test(key) ? `the option ${key}` : 'one of the options';
  return `the client does not know ${named}; it knows ${[...KNOWN.values()].join(', ')}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function flat(name: string): string {
  return name.trim().toLowerCase().replace(/[_-]/g, '');
}
