import { useEffect } from 'react';
import { engine } from './engine.ts';
import { follow } from './follow.ts';
import { liveStore } from './live-store.ts';
import { queries } from './queries.ts';

const AT_MOST_EVERY_MS = 1_000;

/** Follows what the engine pushes and keeps every answer on screen fresh. Used once, by the frame. */
export function useEngineConnection(): void {
  useEffect(() => {
    const stop = new AbortController();
    void follow(
      (signal) => engine.live.watch(undefined, { signal }),
      {
        value: (live) => liveStore.push(live),
        connection: (connection) => {
          const before = liveStore.view().connection.state;
          liveStore.connected(connection);
          if (before === 'gone' && connection.state === 'open') void queries.invalidateQueries();
        },
      },
      stop.signal,
    );
    return () => stop.abort();
  }, []);
  useEffect(askAgainWhenDataChanges, []);
}

/**
 * Asks what is on screen again when the data changed: at once, then at most once a second, and never before the last round
 * of answers is there. While paused nothing is asked: the shown version stays.
 */
function askAgainWhenDataChanges(): () => void {
  let version = liveStore.view().live?.dataVersion;
  let busy = false;
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = async () => {
    timer = undefined;
    busy = true;
    last = performance.now();
    version = liveStore.view().live?.dataVersion;
    await queries.invalidateQueries({ predicate: (query) => query.meta?.live === true }, { cancelRefetch: false });
    busy = false;
    check();
  };
  const check = () => {
    const next = liveStore.view().live?.dataVersion;
    if (next === undefined || next === version || busy || timer !== undefined) return;
    if (version === undefined) version = next;
    else timer = setTimeout(() => void refresh(), Math.max(0, last + AT_MOST_EVERY_MS - performance.now()));
  };
  const unsubscribe = liveStore.subscribe(check);
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
