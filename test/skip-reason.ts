/** The name of a suite, with the reason where it is skipped: a run lists it. */
export function because(missing: string | undefined, name: string): string {
  return missing === undefined ? name : `${name} (${missing})`;
}
