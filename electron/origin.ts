/** Scheme and origin of the page. A standard, secure scheme: it has storage, and paths as on the web. */
export const PAGE_SCHEME = 'workbench';
export const ORIGIN = `${PAGE_SCHEME}://window`;

/** Path and search of what a window shows; undefined for anything but the workbench's own page. */
export function addressOfPage(url: string | undefined): string | undefined {
  if (url === undefined || !url.startsWith(`${ORIGIN}/`)) return undefined;
  return url.slice(ORIGIN.length);
}
