/** A page that nobody sees gives its streams back after so long: a browser has six connections for all its windows. */
const GRACE_MS = 10_000;

/** Resolves when the page is seen. */
export function whenSeen(signal: AbortSignal): Promise<void> {
  if (!globalThis.document?.hidden || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = new AbortController();
    const seen = () => {
      if (document.hidden && !signal.aborted) return;
      done.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', seen, { signal: done.signal });
    signal.addEventListener('abort', seen, { signal: done.signal });
  });
}

/**
 * A signal that aborts with the given one, or once the page has been out of sight for a while.
 * `unseen` says which it was; `release` must be called when the signal is no longer needed.
 */
export function whileSeen(signal: AbortSignal): { signal: AbortSignal; unseen: () => boolean; release: () => void } {
  const inner = new AbortController();
  const done = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unseen = false;
  const watch = () => {
    clearTimeout(timer);
    if (!document.hidden) return;
    timer = setTimeout(() => {
      unseen = true;
      inner.abort();
    }, GRACE_MS);
  };
  globalThis.document?.addEventListener('visibilitychange', watch, { signal: done.signal });
  signal.addEventListener('abort', () => inner.abort(), { signal: done.signal });
  if (signal.aborted) inner.abort();
  return {
    signal: inner.signal,
    unseen: () => unseen,
    release: () => {
      clearTimeout(timer);
      done.abort();
    },
  };
}
