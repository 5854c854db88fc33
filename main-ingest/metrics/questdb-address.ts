/** How QuestDB is spoken with, and how an address says so. */
const SCHEMES = {
  'questdb-http': { names: ['http', 'https'], example: 'http://127.0.0.1:9000' },
  'questdb-pg': { names: ['postgres', 'postgresql'], example: 'postgres://127.0.0.1:8812/qdb' },
} as const;

/** A password that stands among the options: nobody would know that it is one. */
const PASSWORD_OPTION = /[?&](?:[a-z]*pass[a-z]*|token)=/i;

/**
 * Why a text is no address of a QuestDB; undefined where it is one. What is said never holds a part of it, which may be a
 * password.
 */
export function wrongQuestdbAddress(server: keyof typeof SCHEMES, text: string): string | undefined {
  const { names, example } = SCHEMES[server];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, authority = '', after = ''] = /^[^:]+:\/\/([^/?#]*)(.*)$/s.exec(text) ?? [];
  if (
    url === undefined ||
    authority === '' ||
    !names.some((name) => url.protocol === `${name}:`) ||
    // An account that ends early: the rest of its password would be taken for a path.
    (!authority.includes('@') && after.includes('@'))
  )
    return `not an address such as ${example}; in user and password, / ? # are written as %2F %3F %23`;
  if (!decodes(url.username) || !decodes(url.password)) return 'in user and password, a % is written as %25';
  if (PASSWORD_OPTION.test(after)) return 'user and password stand before the host: USER:PASSWORD@host';
  return undefined;
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
