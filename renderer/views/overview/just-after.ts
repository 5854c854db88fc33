/** The moment after a time with six digits of a second: the end of a span that holds it. */
export function justAfter(iso: string): string {
  const [, head, fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(iso) ?? [];
  const seconds = Date.parse(`${head}Z`);
  if (head === undefined || Number.isNaN(seconds)) return iso;
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6)) + 1;
  const whole = new Date(seconds + Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(micros % 1e6).padStart(6, '0')}Z`;
}
