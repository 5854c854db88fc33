import { useDeferredValue, useMemo, useState } from 'react';
import { parseGameQuery, printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import type { GameListInput, GameRow } from '../../../main-ingest/contract/games.ts';
import { useAddress, useScope } from '../../address/address.ts';
import { ask, engine } from '../../contract/engine.ts';
import { queries, useAnswer } from '../../contract/queries.ts';
import { count } from '../../format/number.ts';
import { useBarNote } from '../../frame/bar-note.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { toast } from '../../toast/toast.ts';
import { Facets } from './facets.tsx';
import { GameList } from './game-list.tsx';
import { GameSearch } from './game-search.tsx';
import styles from './games.module.css';
import { useHiddenColumns } from './hidden-columns.ts';
import { Preview } from './preview.tsx';
import { valuesOf } from './query-terms.ts';
import { readSort, writeSort } from './sort.ts';
import { SaveView, ViewTabs } from './view-tabs.tsx';

/** All games: a query as typed or ticked, a list of any length, and a closer look at one. */
export function View() {
  const { search, set } = useAddress();
  const { scope } = useScope();
  const q = search.q ?? '';
  const setQ = (text: string) => set({ q: text, view: undefined });
  const { terms } = useMemo(() => parseGameQuery(q), [q]);
  const sort = readSort(search.sort);
  const input: GameListInput = useMemo(
    () => ({ scope, q, sort: sort.key, descending: sort.descending }),
    [scope, q, sort.key, sort.descending],
  );
  const facets = useAnswer(ask.games.facets.queryOptions({ input: { scope, q } })).data;
  const list = useAnswer(ask.games.list.queryOptions({ input: { ...input, offset: 0, limit: 200 } })).data;
  const [focused, setFocused] = useState<GameRow>();
  const shown = useDeferredValue(focused);
  const [filterOpen, setFilterOpen] = useState(true);
  const [previewOpen, setPreviewOpen] = useState(() => window.innerWidth >= WIDE);
  const [hidden, toggleColumn] = useHiddenColumns();
  useKeys('everywhere', {
    close: () => (previewOpen && window.innerWidth < WIDE ? setPreviewOpen(false) : false),
  });
  useBarNote(list && `${terms.length > 0 ? `${count(list.matched)} of ` : ''}${count(list.total)} games`);
  const wanted = useMemo(() => valuesOf(terms, 'joker'), [terms]);

  return (
    <div className={styles.games}>
      {filterOpen && facets && (
        <Facets
          facets={facets}
          live={list?.liveMatched ?? 0}
          terms={terms}
          setTerms={(next) => setQ(printGameQuery(next))}
          hide={() => setFilterOpen(false)}
        />
      )}
      <div className={styles.middle}>
        <div className={styles.top}>
          <GameSearch q={q} setQ={setQ} facets={facets} leave={focusList} />
          <SaveView />
        </div>
        <ViewTabs
          list={list}
          input={input}
          hidden={hidden}
          toggleColumn={toggleColumn}
          {...(filterOpen ? {} : { showFilter: () => setFilterOpen(true) })}
        />
        <GameList
          input={input}
          wanted={wanted}
          hidden={hidden}
          sort={sort}
          setSort={(next) => set({ sort: writeSort(next) })}
          filter={{ terms, set: (next) => setQ(printGameQuery(next)), clear: () => setQ('') }}
          onFocus={setFocused}
          onPointed={() => setPreviewOpen(true)}
          bookmark={bookmark}
        />
      </div>
      {previewOpen && shown && (
        <Preview
          game={shown}
          wanted={wanted}
          bookmark={() => void bookmark(shown)}
          close={() => setPreviewOpen(false)}
        />
      )}
    </div>
  );
}

/** From this width on the preview has a place of its own. */
const WIDE = 1360;

function focusList(): void {
  document.querySelector<HTMLElement>('[role="grid"]')?.focus();
}

async function bookmark(game: GameRow): Promise<void> {
  await engine.games.bookmark({ sessionId: game.sessionId, on: !game.bookmarked });
  toast(game.bookmarked ? 'Bookmark removed' : 'Bookmarked');
  await queries.invalidateQueries({ queryKey: ask.games.key() });
}
