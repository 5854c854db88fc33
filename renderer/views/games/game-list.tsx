import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GameTerm } from '../../../main-ingest/contract/game-query.ts';
import { printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import type { GameListInput, GameRow, GameList as ListedGames } from '../../../main-ingest/contract/games.ts';
import { useAddress } from '../../address/address.ts';
import { useLive } from '../../contract/live-store.ts';
import { count } from '../../format/number.ts';
import { Panel } from '../../panel/panel.tsx';
import type { PanelState } from '../../panel/panel-state.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { type Item, VirtualTable } from '../../table/virtual-table.tsx';
import { toast } from '../../toast/toast.ts';
import { arrangeGames, FEW_LIVE } from './arrange-games.ts';
import { gameColumns } from './columns.tsx';
import { gamesToCopy } from './export-games.ts';
import styles from './games.module.css';
import { useGamesClock } from './games-clock.ts';
import { ListFooter } from './list-footer.tsx';
import { useModelPrefix } from './model-prefix.ts';
import { type GameSort, sortBy } from './sort.ts';
import { useCulprit } from './use-culprit.ts';
import { useGamePages } from './use-game-pages.ts';

interface GameListProps {
  readonly input: GameListInput;
  readonly wanted: readonly string[];
  readonly hidden: readonly string[];
  readonly sort: GameSort;
  readonly setSort: (sort: GameSort) => void;
  readonly filter: {
    readonly terms: readonly GameTerm[];
    readonly set: (terms: readonly GameTerm[]) => void;
    readonly clear: () => void;
  };
  readonly onFocus: (game: GameRow | undefined) => void;
  /** A row was pointed at, as against reached by keys. */
  readonly onPointed: () => void;
  readonly bookmark: (game: GameRow) => Promise<void>;
}

/** What is in sight is told in so large steps: within one nothing new is to be loaded. */
const RANGE = 50;

/** Where the list was when it was left, so that "back" finds it so. */
const left = { key: '', index: -1 };

/** Games in flight on top, then those that ended; only what is in sight is asked for. */
export function GameList(props: GameListProps) {
  const { input, sort } = props;
  const { open } = useAddress();
  const key = JSON.stringify(input);
  const [range, setRange] = useState({ from: 0, to: 60 });
  const [focused, setFocused] = useState(left.key === key ? left.index : -1);
  const [selected, setSelected] = useState<ReadonlyMap<string, GameRow>>(new Map());
  const [allLive, setAllLive] = useState(false);
  const [held, setHeld] = useState(false);
  const endedWhenHeld = useRef(0);
  const ended = useLive((view) => view.live?.games.ended ?? 0);
  const pages = useGamePages(input, range.from, range.to, held);
  const { first } = pages;
  const layout = useMemo(() => arrangeGames(first, allLive), [first, allLive]);
  const gameAt = (index: number): GameRow | undefined => {
    const place = layout.at(index);
    return place.kind === 'live' ? place.game : place.kind === 'ended' ? pages.at(place.index) : undefined;
  };
  const itemAt = (index: number): Item<GameRow> => {
    const place = layout.at(index);
    if (place.kind === 'heading')
      return {
        kind: 'heading',
        content: <Heading of={place.of} first={first} all={allLive} showAll={() => setAllLive(true)} />,
      };
    const row = gameAt(index);
    return row ? { kind: 'row', row } : { kind: 'waiting' };
  };

  const focusedGame = focused >= 0 ? gameAt(focused) : undefined;
  // Rows come and go above it: the focus stays with its game.
  const focusedId = useRef<string>(undefined);
  useEffect(() => {
    const id = focusedId.current;
    if (id === undefined || first === undefined || pages.answer.isPlaceholderData) return;
    const place = layout.placeOf(id, first.rows);
    if (place !== undefined) setFocused(place);
  }, [first, layout, pages.answer.isPlaceholderData]);
  useEffect(() => {
    if (focusedGame) focusedId.current = focusedGame.sessionId;
  }, [focusedGame]);
  const { onFocus } = props;
  useEffect(() => onFocus(focusedGame), [onFocus, focusedGame]);
  // A new query begins at its top; the first game is looked at.
  const shownKey = useRef(left.key === key ? key : '');
  useEffect(() => {
    if (first === undefined || pages.answer.isPlaceholderData || shownKey.current === key) return;
    shownKey.current = key;
    focusedId.current = undefined;
    setFocused(layout.firstGame);
    setHeld(false);
  }, [first, key, layout, pages.answer.isPlaceholderData]);
  useEffect(() => {
    left.key = key;
    left.index = focused;
  }, [key, focused]);

  const onRange = useCallback((from: number, to: number) => {
    const next = { from: from - (from % RANGE), to: to - (to % RANGE) + RANGE };
    setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
  }, []);
  const hold = (on: boolean) => {
    endedWhenHeld.current = ended;
    setHeld(on);
  };
  const focus = (index: number) => {
    setFocused(index);
    // Rows stay under whoever reads further down; at the top the newest come in.
    const far = index > layout.firstGame + 1;
    focusedId.current = gameAt(index)?.sessionId;
    if (far !== held) hold(far);
  };
  const now = useGamesClock(first);
  const prefix = useModelPrefix();
  const newest = first?.rows[0]?.endedAt;
  const select = useCallback((game: GameRow) => {
    setSelected((before) => {
      const next = new Map(before);
      if (!next.delete(game.sessionId)) next.set(game.sessionId, game);
      return next;
    });
  }, []);
  const columns = useMemo(
    () =>
      gameColumns({
        now,
        newest,
        wanted: props.wanted,
        prefix,
        isSelected: (game) => selected.has(game.sessionId),
        select,
      }),
    [now, newest, props.wanted, prefix, selected, select],
  );
  const copy = () => {
    const games = selected.size > 0 ? [...selected.values()] : focusedGame ? [focusedGame] : [];
    if (games.length === 0 || !document.getSelection()?.isCollapsed) return false;
    void navigator.clipboard
      .writeText(gamesToCopy(games))
      .then(() => toast(games.length === 1 ? 'Row copied' : `${count(games.length)} rows copied`));
    return true;
  };
  const openGame = (game: GameRow) => open(`/games/${encodeURIComponent(game.sessionId)}`);
  const isEmpty = first !== undefined && layout.count === 0;
  const none = useEmptyScope();
  const culprit = useCulprit(input, props.filter.terms, isEmpty);
  const state = usePanelState(pages.answer, {
    shape: 'rows',
    of: () => (isEmpty ? emptyState({ filter: props.filter, none, culprit }) : undefined),
  });
  const newer = held ? Math.max(0, ended - endedWhenHeld.current) : 0;
  return (
    <>
      <div className={styles.list}>
        <Panel title="Games" bare flush state={state}>
          <VirtualTable
            label="Games"
            takesFocus
            columns={columns}
            hidden={props.hidden}
            count={layout.count}
            itemAt={itemAt}
            rowKey={(game) => game.sessionId}
            sort={sort}
            onSort={(column) => props.setSort(sortBy(column, sort))}
            focused={focused}
            onFocus={focus}
            onPointed={props.onPointed}
            onOpen={openGame}
            selected={new Set(selected.keys())}
            onSelect={select}
            onRange={onRange}
            keys={{
              'list-bookmark': () => focusedGame && void props.bookmark(focusedGame),
              'list-copy': copy,
            }}
          />
        </Panel>
        {newer > 0 && (
          <button
            type="button"
            className={styles.newer}
            onClick={() => {
              hold(false);
              setFocused(layout.firstGame);
            }}
          >
            {count(newer)} newer {newer === 1 ? 'game' : 'games'}: show
          </button>
        )}
      </div>
      <ListFooter
        list={first}
        filtered={props.filter.terms.length > 0}
        selected={selected.size}
        clear={() => setSelected(new Map())}
      />
    </>
  );
}

interface Emptied {
  readonly filter: GameListProps['filter'];
  readonly none: ReturnType<typeof useEmptyScope>;
  readonly culprit: ReturnType<typeof useCulprit>;
}

/** Nothing to list: by which part of the query, by the scope, or because nothing has come. */
function emptyState({ filter, none, culprit }: Emptied): PanelState {
  const { terms } = filter;
  if (terms.length > 0) {
    const { term, without } = culprit ?? {};
    const all = { filters: terms.length, run: filter.clear };
    if (term === undefined || without === undefined || terms.length === 1)
      return { kind: 'empty', filter: printGameQuery(terms), clear: filter.clear };
    const clear = () => filter.set(terms.filter((other) => other !== term));
    return { kind: 'empty', filter: printGameQuery([term]), without, clear, clearAll: all };
  }
  return none({ kind: 'nothing', what: 'No game yet', how: 'A game is listed with its first event' });
}

interface HeadingProps {
  readonly of: 'live' | 'ended';
  readonly first: Pick<ListedGames, 'live' | 'liveMatched' | 'liveTotal' | 'matched'> | undefined;
  readonly all: boolean;
  readonly showAll: () => void;
}

function Heading({ of, first, all, showAll }: HeadingProps) {
  if (!first) return null;
  if (of === 'ended')
    return (
      <>
        <b>Ended</b> {count(first.matched)} match
      </>
    );
  const { live, liveMatched, liveTotal } = first;
  return (
    <>
      <b>In flight</b> {count(liveMatched)} of {count(liveTotal)} match · state as of now, stays on top
      {!all && live.length > FEW_LIVE && (
        <button type="button" className={styles.showAll} onClick={showAll}>
          {live.length < liveMatched ? 'Show the newest' : 'Show all'} {count(live.length)}
        </button>
      )}
    </>
  );
}
