import { useQuery } from '@tanstack/react-query';
import { Bookmark, Columns3, Download, Filter, Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { GameList, GameListInput } from '../../../main-ingest/contract/games.ts';
import { useAddress } from '../../address/address.ts';
import { readSearch, writeSearch } from '../../address/search.ts';
import { ask, engine } from '../../contract/engine.ts';
import { queries, useAnswer } from '../../contract/queries.ts';
import { Button } from '../../control/button.tsx';
import { count } from '../../format/number.ts';
import { toast } from '../../toast/toast.ts';
import { gameColumns } from './columns.tsx';
import { exportGames } from './export-games.ts';
import styles from './games.module.css';

const VIEW = 'games';
const savedQuestion = ask.savedViews.list.queryOptions({ input: { view: VIEW } });

interface ViewTabsProps {
  readonly list: GameList | undefined;
  readonly input: GameListInput;
  readonly hidden: readonly string[];
  readonly toggleColumn: (id: string) => void;
  readonly showFilter?: () => void;
}

/** Queries with a name as tabs: all, what a person saved, in flight. */
export function ViewTabs({ list, input, hidden, toggleColumn, showFilter }: ViewTabsProps) {
  const { search, set } = useAddress();
  const saved = useQuery(savedQuestion).data ?? [];
  const q = search.q ?? '';
  const at = search.view ?? (q === '' ? 'all' : q === IN_FLIGHT ? 'in flight' : '');
  const remove = async (name: string) => {
    await engine.savedViews.remove({ view: VIEW, name });
    await queries.invalidateQueries({ queryKey: ask.savedViews.key() });
    toast(`“${name}” removed`);
  };
  return (
    <div className={styles.tabs}>
      {showFilter && (
        <Button kind="icon" label="Show the filter" onPress={showFilter}>
          <Filter size={14} />
        </Button>
      )}
      <nav aria-label="Saved views">
        <Tab current={at === 'all'} open={() => set({ q: undefined, view: undefined, sort: undefined })}>
          All <small>{count(list?.total)}</small>
        </Tab>
        {saved.map(({ name, address }) => (
          <span key={name} className={styles.saved}>
            <Tab current={at === name} open={() => set({ ...EMPTY, ...readSearch(address), view: name })}>
              {name} <SavedCount address={address} scope={input.scope} />
            </Tab>
            <button type="button" aria-label={`Remove the view ${name}`} onClick={() => void remove(name)}>
              <X size={11} aria-hidden />
            </button>
          </span>
        ))}
        <Tab current={at === 'in flight'} open={() => set({ q: IN_FLIGHT, view: undefined })}>
          <i className={styles.dot} /> In flight <small>{count(list?.liveTotal)}</small>
        </Tab>
      </nav>
      <span className={styles.tools}>
        <ColumnsMenu hidden={hidden} toggle={toggleColumn} />
        <Button kind="bare" onPress={() => void exportGames(input)}>
          <Download size={14} aria-hidden /> Export
        </Button>
      </span>
    </div>
  );
}

const IN_FLIGHT = 'outcome:live';
const EMPTY = { q: undefined, sort: undefined };

interface TabProps {
  readonly current: boolean;
  readonly open: () => void;
  readonly children: ReactNode;
}

function Tab({ current, open, children }: TabProps) {
  return (
    <button type="button" className={styles.tab} aria-current={current ? 'page' : undefined} onClick={open}>
      {children}
    </button>
  );
}

/** How many games a saved view finds in the present scope. */
function SavedCount({ address, scope }: { readonly address: string; readonly scope: GameListInput['scope'] }) {
  const list = useAnswer(
    ask.games.list.queryOptions({ input: { scope, q: readSearch(address).q ?? '', limit: 1 } }),
  ).data;
  return <small>{count(list?.matched)}</small>;
}

/** Gives what is shown a name. */
export function SaveView() {
  const { search, set } = useAddress();
  const [name, setName] = useState('');
  const save = async (close: () => void) => {
    const wanted = name.trim();
    if (wanted === '') return;
    await engine.savedViews.save({
      view: VIEW,
      name: wanted,
      address: writeSearch({ q: search.q, sort: search.sort }),
    });
    await queries.invalidateQueries({ queryKey: ask.savedViews.key() });
    set({ view: wanted }, { replace: true });
    setName('');
    close();
  };
  return (
    <DialogTrigger>
      <Button>
        <Bookmark size={14} aria-hidden /> Save view
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Dialog aria-label="Save view">
          {({ close }) => (
            <form
              className={styles.save}
              onSubmit={(event) => {
                event.preventDefault();
                void save(close);
              }}
            >
              <label htmlFor="view-name">Name of this view</label>
              <input
                id="view-name"
                autoFocus
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <p>Query and order are kept, the scope is not.</p>
              <Button kind="main" type="submit">
                <Plus size={14} aria-hidden /> Save
              </Button>
            </form>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const COLUMNS = gameColumns({
  now: 0,
  newest: null,
  wanted: [],
  prefix: '',
  isSelected: () => false,
  select: () => undefined,
}).filter((column) => column.plain !== true);

function ColumnsMenu({
  hidden,
  toggle,
}: {
  readonly hidden: readonly string[];
  readonly toggle: (id: string) => void;
}) {
  return (
    <DialogTrigger>
      <AriaButton className={styles.columnsButton ?? ''}>
        <Columns3 size={14} aria-hidden /> Columns {COLUMNS.filter((column) => !hidden.includes(column.id)).length}
      </AriaButton>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Dialog aria-label="Columns">
          {COLUMNS.map((column) => (
            <label key={column.id} className={styles.column}>
              <input type="checkbox" checked={!hidden.includes(column.id)} onChange={() => toggle(column.id)} />
              {column.name ?? column.header}
            </label>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
