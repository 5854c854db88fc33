/** `balatro-workbench://` + the path of a view opens it in the desktop. */
export const LINK_SCHEME = 'balatro-workbench';
const START = `${LINK_SCHEME}://`;

/** Path and search of the view that a link names; undefined where it is no link of the workbench. */
export function addressOfLink(link: string): string | undefined {
  if (!link.toLowerCase().startsWith(START)) return undefined;
  // A system may write an empty host before the path or take the first part for one: `://games` is `:///games`.
  const path = link.slice(START.length).replace(/^[/\\]+/, '');
  try {
    const { pathname, search } = new URL(`/${path}`, 'http://window');
    return pathname + search;
  } catch {
    return undefined;
  }
}

/** Address of the link among a process's arguments: how Windows and Linux hand a link on. */
export function addressOfArguments(args: readonly string[]): string | undefined {
  for (const arg of args) {
    const address = addressOfLink(arg);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** A process's arguments without links: what is left is for the engine. */
export function withoutLinks(args: readonly string[]): string[] {
  return args.filter((arg) => addressOfLink(arg) === undefined);
}
