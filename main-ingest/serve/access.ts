import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

/** What a request says about where it comes from and who sent it. */
export interface RequestFacts {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which browsers send and pages cannot forge. */
  readonly fetchSite: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly remoteAddress: string | undefined;
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly status: 401 | 403; readonly reason: string };

export interface AccessOptions {
  /** Secret of this start; a new one is made where none is given. */
  readonly token?: string | undefined;
  /** Names besides those of loopback under which requests may come, without a port. */
  readonly allowedHosts: readonly string[];
  readonly requireTokenForIntake: boolean;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const INTAKE = '/api/v1/events';
const ALLOWED: Verdict = { allowed: true };

/**
 * Who may ask what over HTTP.
 *
 * The Host header must be one of the known names, so that no foreign name can be made to point here (DNS rebinding); an
 * Origin must be our own, so that no foreign page can ask. Everything but `/health` and, from this machine, the event
 * intake needs the token of this start: as `Authorization: Bearer`, or in the cookie that the printed address sets.
 */
export class Access {
  readonly token: string;
  readonly #digest: Buffer;
  readonly #options: AccessOptions;
  #port = 0;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.token = options.token ?? randomBytes(24).toString('base64url');
    this.#digest = digest(this.token);
  }

  /** The port is known only once something listens on it. */
  listensOn(port: number): void {
    this.#port = port;
  }

  /** Cookies of one host are shared by all its ports: the name tells two workbenches apart. */
  cookieName(): string {
    return `workbench-${this.#port}`;
  }

  judge(request: RequestFacts): Verdict {
    if (!this.#knowsHost(request.host)) return refuse(403, 'This name is not one of the workbench (Host header).');
    if (request.origin !== undefined && !this.#isOwnOrigin(request.origin))
      return refuse(403, 'Pages of other origins may not ask the workbench (Origin header).');
    if (request.fetchSite === 'cross-site' && request.method !== 'GET')
      return refuse(403, 'Pages of other origins may not ask the workbench.');
    if (request.path === '/health' || this.#isFreeIntake(request) || this.hasToken(request)) return ALLOWED;
    return refuse(401, 'This needs the token of this start: open the address that the workbench printed.');
  }

  /** Whether the request shows the token, as a bearer or in its cookie. */
  hasToken(request: Pick<RequestFacts, 'authorization' | 'cookie'>): boolean {
    const bearer = /^Bearer +(\S+)$/i.exec(request.authorization ?? '')?.[1];
    const cookie = cookieValue(request.cookie, this.cookieName());
    return [bearer, cookie].some((token) => token !== undefined && this.isToken(token));
  }

  isToken(text: string): boolean {
    return timingSafeEqual(digest(text), this.#digest);
  }

  #isFreeIntake(request: RequestFacts): boolean {
    return (
      !this.#options.requireTokenForIntake &&
      (request.path === INTAKE || request.path === `${INTAKE}/batch`) &&
      isLoopback(request.remoteAddress)
    );
  }

  #knowsHost(host: string | undefined): boolean {
    if (host === undefined) return false;
    const lower = host.toLowerCase();
    const allowed = (name: string): boolean => lower === name || lower === `${name}:${this.#port}`;
    // Without a port a name means port 80, which is ours only when we listen there.
    return (
      LOOPBACK_NAMES.some((name) => lower === `${name}:${this.#port}` || (this.#port === 80 && lower === name)) ||
      this.#options.allowedHosts.some((name) => allowed(name.toLowerCase()))
    );
  }

  #isOwnOrigin(origin: string): boolean {
    if (!URL.canParse(origin)) return false;
    const { protocol, host } = new URL(origin);
    return (protocol === 'http:' || protocol === 'https:') && this.#knowsHost(host);
  }
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

const refuse = (status: 401 | 403, reason: string): Verdict => ({ allowed: false, status, reason });

/** Secrets are compared by digest: in the same time, whatever their lengths. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}
