const ITEM = /\s*"((?:[^"]|"")*)"\s*(?:,|$)|([^,]*)(?:,|$)/gy;

/** A list as one text, as an address and a command line have it: `a,b`; a name with a comma in quotes, or all as JSON. */
export function readList(text: string): string[] {
  const json = listOfJson(text);
  if (json !== undefined) return json;
  if (text === '') return [];
  // The last item has no comma after it: with one more, each has.
  return Array.from(
    `${text},`.matchAll(ITEM),
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  ).slice(0, -1);
}

/** The text that {@link readList} reads as these. */
export function writeList(values: readonly string[]): string {
  const text = values.map((value) => (/[",]|^\s|\s$|^$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
  const list = text.join(',');
  return listOfJson(list) === undefined ? list : JSON.stringify(values);
}

function listOfJson(text: string): string[] | undefined {
  if (!/^\s*\[.*\]\s*$/s.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}
