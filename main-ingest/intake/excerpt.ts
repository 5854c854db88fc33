/** The first `limit` characters of a value as JSON; never reads more of it than they need, however deep or long it is. */
export function excerptOf(value: unknown, limit: number): string {
  return written(value, limit).slice(0, limit);
}

/** JSON text that ends early where it is longer than `room`. Each level of nesting takes a character of it. */
function written(value: unknown, room: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room));
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  let text = isList ? '[' : '{';
  for (const [key, item] of isList ? value.entries() : entriesOf(value)) {
    if (text.length >= room) return text;
    if (text.length > 1) text += ',';
    if (typeof key === 'string') text += `${JSON.stringify(key.slice(0, room))}:`;
    text += written(item, room - text.length);
  }
  return text + (isList ? ']' : '}');
}

function* entriesOf(value: object): Generator<[string, unknown]> {
  for (const key in value) yield [key, Reflect.get(value, key)];
}
