/** The part of an address behind `?`, as plain text values: `step=626` is `{step: '626'}`. */
export type Search = Readonly<Record<string, string>>;

/** Reads `?a=1&b=x+y`; of a name that comes twice the last counts. */
export function readSearch(text: string): Record<string, string> {
  const search: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(text)) search[name] = value;
  return search;
}

/** Writes a search so that a person can read it: commas, colons and slashes stay as they are. Empty values are left out. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [`${escaped(name)}=${escaped(String(value))}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function escaped(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}
