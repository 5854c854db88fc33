import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { EditorTab } from '../../../main-ingest/contract/editor.ts';
import { useAddress } from '../../address/address.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { ViewLoading } from '../../frame/view-states.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { Panel } from '../../panel/panel.tsx';
import { usePanelState } from '../../panel/use-panel-state.ts';
import styles from './cookbook.module.css';
import { Library } from './library.tsx';
import { givenOf, searchOf, valueText } from './parameters.ts';
import { runs } from './runs.ts';
import { Sheet } from './sheet.tsx';
import { freeId, subjectOf } from './tab.ts';
import { TabBar } from './tab-bar.tsx';
import { tabs, useTabs } from './tabs.ts';

const FIRST = 'win-rate-by-strategy-and-model';
const NONE: readonly EditorTab[] = [];

/** Questions as recipes and as free SQL, and their answers. `/cookbook/{recipe}?engine=duckdb&p.name=value` */
export function View() {
  const { path, search, open } = useAddress();
  const id = path.startsWith('/cookbook/') ? decodeURIComponent(path.split('/')[2] ?? '') : '';
  const recipes = useQuery(ask.cookbook.recipes.queryOptions());
  const own = useQuery(ask.analyses.list.queryOptions());
  const tables = useAnswer(ask.cookbook.tables.queryOptions()).data ?? [];
  const opened = useTabs();
  const all = opened ?? NONE;
  const searchField = useRef<HTMLInputElement>(null);
  const state = usePanelState(recipes, { shape: 'rows' });
  const analyses = own.data?.analyses ?? [];
  const subject = recipes.data && own.data && opened ? subjectOf(id, recipes.data, analyses) : undefined;
  const ready = subject !== undefined;

  // The cookbook alone means where it was left. Another view's address is seen here too, while that view is loaded.
  const alone = path === '/cookbook';
  useEffect(() => {
    if (alone && opened) open(`/cookbook/${opened.at(-1)?.id ?? FIRST}`);
  }, [alone, opened, open]);
  // A tab remembers what its address was.
  useEffect(() => {
    if (ready) tabs.put(id, {});
  }, [ready, id]);
  const left = JSON.stringify([givenOf(search), search.engine ?? null]);
  useEffect(() => {
    if (!ready) return;
    const [values, engine]: [Record<string, string>, EditorTab['engine']] = JSON.parse(left);
    const before = tabs.all()?.find((tab) => tab.id === id);
    if (before && JSON.stringify([before.values, before.engine]) !== left) tabs.put(id, { values, engine });
  }, [ready, id, left]);

  const openNew = (sql?: string) => {
    const next = freeId(all);
    tabs.put(next, { title: `Untitled ${next.slice(4)}`, sql: sql ?? null });
    open(`/cookbook/${next}`);
  };
  const close = (tab: EditorTab) => {
    const place = all.indexOf(tab);
    runs.forget(tab.id);
    tabs.close(tab.id);
    if (tab.id !== id) return;
    const neighbour = all[place + 1] ?? all[place - 1];
    open(`/cookbook/${neighbour?.id ?? FIRST}`, neighbour ? searchOfTab(neighbour) : {});
  };
  useKeys('cookbook', {
    new: () => openNew(),
    ...Object.fromEntries(
      all.slice(0, 9).map((tab, index) => [`tab-${index + 1}`, () => open(`/cookbook/${tab.id}`, searchOfTab(tab))]),
    ),
  });
  useKeys('everywhere', { search: () => searchField.current?.focus() });

  if (state.kind === 'error' || state.kind === 'gone')
    return (
      <div className={styles.alone}>
        <Panel title="Cookbook" state={state} />
      </div>
    );
  if (!recipes.data || !own.data || !opened) return <ViewLoading />;
  return (
    <div className={styles.cookbook}>
      <Library
        recipes={recipes.data}
        analyses={analyses}
        unreadable={own.data.unreadable}
        tables={tables}
        current={id}
        searchField={searchField}
        openNew={openNew}
      />
      <div className={styles.main}>
        <TabBar
          tabs={all}
          current={id}
          titleOf={(tab) => subjectOf(tab.id, recipes.data, analyses)?.title ?? tab.title}
          searchOf={searchOfTab}
          isChanged={({ sql }) => sql !== null}
          close={close}
          openNew={() => openNew()}
        />
        {subject ? (
          <Sheet
            key={subject.id}
            subject={subject}
            tab={all.find((tab) => tab.id === id)}
            recipes={recipes.data}
            tables={tables}
            openNew={openNew}
          />
        ) : (
          id !== '' && (
            <div className={styles.missing} role="alert">
              <h2>There is no recipe “{id}”</h2>
              <p>It may have another name now: search on the left finds recipes by what they ask.</p>
            </div>
          )
        )}
      </div>
    </div>
  );
}

function searchOfTab({ values, engine }: EditorTab): Record<string, string | undefined> {
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueText(value)]));
  return { ...searchOf(given), engine: engine ?? undefined };
}
