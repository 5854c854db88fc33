import { useSyncExternalStore } from 'react';
import type { Live } from '../../main-ingest/contract/live.ts';
import type { Connection } from './follow.ts';

/** What is happening now, as the whole window shares it. */
export interface LiveView {
  /** The newest state, or that of the moment of the pause. */
  readonly live: Live | undefined;
  readonly connection: Connection;
  /** When a value came last, milliseconds since 1970. */
  readonly seenAt: number;
  /** Events a second of the last minutes, oldest first. */
  readonly rates: readonly number[];
  readonly paused: { readonly since: number; readonly events: number; readonly games: number } | undefined;
}

const RATES = 120;

/** Holds one {@link LiveView} for all readers; every change makes a new object. */
export class LiveStore {
  #view: LiveView = { live: undefined, connection: { state: 'connecting' }, seenAt: 0, rates: [], paused: undefined };
  #newest: Live | undefined;
  readonly #listeners = new Set<() => void>();

  readonly view = (): LiveView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  push(live: Live): void {
    const { paused, rates, live: shown } = this.#view;
    this.#newest = live;
    if (paused && shown) {
      const events = Math.max(0, live.health.intake.events - shown.health.intake.events);
      const games = Math.max(0, live.games.ended - shown.games.ended);
      this.#set({ paused: { since: paused.since, events, games } });
      return;
    }
    this.#set({ live, seenAt: Date.now(), rates: [...rates, live.health.intake.eventsPerSecond].slice(-RATES) });
  }

  connected(connection: Connection): void {
    this.#set({ connection });
  }

  togglePause(): void {
    if (this.#view.paused) {
      this.#set({ paused: undefined, live: this.#newest, seenAt: Date.now() });
    } else if (this.#view.live) {
      this.#set({ paused: { since: Date.now(), events: 0, games: 0 } });
    }
  }

  #set(change: Partial<LiveView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const liveStore = new LiveStore();

/** A part of what is happening now; the component renders again only when that part changes. */
export function useLive<T>(select: (view: LiveView) => T): T {
  return useSyncExternalStore(liveStore.subscribe, () => select(liveStore.view()));
}
