/** What stands for a password that is not told. */
export const HIDDEN = '***';

/** Scheme, user, password and the rest of a server's address. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@([^/?#]*)(.*)$/i;

interface Account {
  readonly before: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly host: string;
  readonly after: string;
}

function read(address: string): Account | undefined {
  const [, before, account, host, after] = PARTS.exec(address) ?? [];
  if (before === undefined || account === undefined || host === undefined || after === undefined) return undefined;
  const colon = account.indexOf(':');
  return colon === -1
    ? { before, user: account, password: undefined, host, after }
    : { before, user: account.slice(0, colon), password: account.slice(colon + 1), host, after };
}

/** The address with its password hidden: `postgres://admin:***@127.0.0.1:8812/qdb`. */
export function hidePassword(address: string): string {
  const account = read(address);
  if (account?.password === undefined) return address;
  return `${account.before}${account.user}:${HIDDEN}@${account.host}${account.after}`;
}

/**
 * The address with the password that it hides. Only for the same user of the same host: a password must not be sent
 * to another server because its place was taken over.
 * @returns undefined where the hidden password is not known for it
 */
export function showPassword(address: string, known: string): string | undefined {
  const account = read(address);
  if (account?.password !== HIDDEN) return address;
  const old = read(known);
  if (old?.password === undefined || old.user !== account.user || old.host !== account.host) return undefined;
  return `${account.before}${account.user}:${old.password}@${account.host}${account.after}`;
}
