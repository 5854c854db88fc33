import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Scope } from '../../main-ingest/contract/scope.ts';
import { ask } from '../contract/engine.ts';
import { useAnswer } from '../contract/queries.ts';
import { type Change, hrefOf } from './href.ts';
import { engineScope, readScope, type ScopeAddress, writeScope } from './scope.ts';
import { readSearch, type Search, writeSearch } from './search.ts';

export interface Address {
  readonly path: string;
  /** Everything behind `?`, the scope's part included. */
  readonly search: Search;
  /** Changes parts of the search; undefined or '' removes. `replace` leaves no step in the history. */
  set(change: Change, options?: { readonly replace?: boolean }): void;
  /** Opens another view with the present scope. */
  open(path: string, search?: Change): void;
  /** The address of another view with the present scope, for links. */
  href(path: string, search?: Change): string;
}

/** Where the window is: the one place of all state of a view that a link should carry. */
export function useAddress(): Address {
  const router = useRouter();
  const path = useLocation({ select: (location) => location.pathname });
  const searchText = useLocation({ select: (location) => location.searchStr });
  const search = useMemo(() => readSearch(searchText), [searchText]);
  const set = useCallback<Address['set']>(
    (change, options) => {
      // Read at the time of the change: two changes in one event must not undo each other.
      const { pathname, searchStr } = router.latestLocation;
      const href = pathname + writeSearch({ ...readSearch(searchStr), ...change });
      void router.navigate({ href, replace: options?.replace ?? false, resetScroll: false });
    },
    [router],
  );
  const href = useCallback<Address['href']>((to, change = {}) => hrefOf(to, change, search), [search]);
  const open = useCallback<Address['open']>(
    (to, change = {}) => {
      void router.navigate({ href: hrefOf(to, change, readSearch(router.latestLocation.searchStr)) });
    },
    [router],
  );
  return useMemo(() => ({ path, search, set, open, href }), [path, search, set, open, href]);
}

export interface ScopeOfAddress {
  /** As written in the address. */
  readonly address: ScopeAddress;
  /** As the engine takes it: the input of every recipe and list. */
  readonly scope: Scope;
  set(change: Partial<Record<keyof ScopeAddress, ScopeAddress[keyof ScopeAddress] | undefined>>): void;
}

/** The scope that all views share. `const { scope } = useScope();` */
export function useScope(): ScopeOfAddress {
  const { search, set } = useAddress();
  const values = useAnswer(ask.games.scopeValues.queryOptions());
  const address = useMemo(() => readScope(search), [search]);
  const newest = address.last === undefined ? null : values.data?.last;
  const scope = useMemo(() => engineScope(address, newest), [address, newest]);
  const change = useCallback<ScopeOfAddress['set']>(
    (part) => {
      const next: Record<string, unknown> = { ...address, ...part };
      for (const [name, value] of Object.entries(next)) if (value === undefined) delete next[name];
      set(writeScope(next));
    },
    [address, set],
  );
  return useMemo(() => ({ address, scope, set: change }), [address, scope, change]);
}
