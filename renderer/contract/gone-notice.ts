interface GoneNotice {
  readonly reason: string;
  readonly retryInMs: number;
}

let newest: GoneNotice | undefined;

function readNotice(data: unknown): GoneNotice | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'engine-gone') return undefined;
  const reason = 'reason' in data && typeof data.reason === 'string' ? data.reason : 'The engine ended.';
  const retryInMs = 'retryInMs' in data && typeof data.retryInMs === 'number' ? data.retryInMs : 1_000;
  return { reason, retryInMs };
}

globalThis.window?.addEventListener('message', (event) => {
  if (event.origin === window.location.origin) newest = readNotice(event.data) ?? newest;
});
globalThis.window?.addEventListener('engine-connected', () => {
  newest = undefined;
});

/** What the desktop said about an engine that ended, until it is back. A browser hears nothing of the kind. */
export function engineGoneNotice(): GoneNotice | undefined {
  return newest;
}
