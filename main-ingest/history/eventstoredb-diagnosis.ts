import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { EventStoreAddress, Host } from './eventstoredb-address.ts';
import { readCertificate } from './eventstoredb-files.ts';
import { HistoryError } from './history.ts';

/** What stands between the workbench and a server, in words that follow "EventStoreDB at …". */
export interface Diagnosis {
  readonly code: 'TLS_WANTED' | 'TLS_NOT_SPOKEN' | 'CERTIFICATE' | 'NO_LEADER' | 'UNAVAILABLE';
  readonly text: string;
  /** What to do. */
  readonly tip: string;
}

const KNOCK_MS = 2000;

/** What a node does when TLS is spoken to it; a text is the code of an error. */
type Knocked = 'tls' | 'plain' | { readonly certificate: string } | { readonly away: string };

/**
 * Finds out why a server cannot be used by knocking at its nodes with TLS: the client's own errors do not tell a port
 * that speaks otherwise from one that is away.
 * @returns undefined where nothing is wrong with the way there
 */
export async function diagnose(address: EventStoreAddress): Promise<Diagnosis | undefined> {
  const nodes = await Promise.all(address.hosts.map((host) => knock(address, host)));
  const { tlsCAFile: file } = address.options;
  for (const node of nodes) {
    if (address.tls && node === 'plain')
      return { code: 'TLS_NOT_SPOKEN', text: 'speaks without TLS', tip: 'Write tls=false in its address.' };
    if (!address.tls && (node === 'tls' || isUntrusted(node)))
      return {
        code: 'TLS_WANTED',
        text: 'speaks TLS',
        tip: 'Write tls=true in its address, and tlsCAFile=FILE where its certificate is of an authority of your own.',
      };
    if (isUntrusted(node))
      return {
        code: 'CERTIFICATE',
        text: `shows a certificate that is not trusted (${node.certificate})`,
        tip: NAMES.has(node.certificate)
          ? 'It is for other names: write one of those in the address.'
          : file === undefined
            ? 'Name the file of its certificate authority in the address: tlsCAFile=FILE.'
            : `It was not issued by the authority of ${file}, or is out of date.`,
      };
  }
  const reasons = nodes.flatMap((node) => (typeof node === 'object' && 'away' in node ? [node.away] : []));
  if (reasons.length === nodes.length) {
    const text = nodes.length === 1 ? 'does not answer' : 'does not answer on any node';
    return { code: 'UNAVAILABLE', text: `${text} (${[...new Set(reasons)].join(', ')})`, tip: 'See whether it runs.' };
  }
  if (address.isCluster)
    return {
      code: 'NO_LEADER',
      text: 'has no node to write to',
      tip: 'See whether most of its nodes run: they choose a leader together.',
    };
  return undefined;
}

/** A failure with what was found out about it; one that says enough as it is. */
export async function explained(failure: HistoryError, address: EventStoreAddress): Promise<HistoryError> {
  if (!UNCLEAR.has(failure.code)) return failure;
  const found = await diagnose(address);
  if (found === undefined) return failure;
  const message = `EventStoreDB at ${address.place} ${found.text}. ${found.tip}`;
  return new HistoryError(found.code, message, { retry: true, cause: failure });
}

/** Codes of failures that may have any reason. */
const UNCLEAR: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT', 'CANCELLED', 'FAILED']);

/** Codes of what is wrong with a certificate: a handshake went that far. */
const UNTRUSTED = /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_)/;

/** Codes of certificates that are for another name. */
const NAMES: ReadonlySet<string> = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']);

function isUntrusted(node: Knocked): node is { readonly certificate: string } {
  return typeof node === 'object' && 'certificate' in node;
}

async function knock({ options: { tlsCAFile: file } }: EventStoreAddress, { address, port }: Host): Promise<Knocked> {
  const host = address.replace(/^\[|\]$/g, '');
  const reached = await new Promise<string | undefined>((resolve) => {
    const socket = connectTcp({ host, port, timeout: KNOCK_MS }, () => socket.destroy());
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', (error) => resolve(codeOf(error)));
    socket.once('close', () => resolve(undefined));
  });
  if (reached !== undefined) return { away: reached };
  const ca = file === undefined ? {} : { ca: readCertificate('tlsCAFile', file) };
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, ALPNProtocols: ['h2'], timeout: KNOCK_MS, ...ca, ...servername }, () => {
      resolve('tls');
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', (error) => {
      const code = codeOf(error);
      if (UNTRUSTED.test(code)) resolve({ certificate: code });
      else resolve(/^(EPROTO|ERR_SSL)/.test(code) ? 'plain' : { away: code });
    });
  });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}
