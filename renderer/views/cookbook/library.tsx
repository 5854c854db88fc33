import { BookOpen, Database, Plus, Search } from 'lucide-react';
import { type Ref, useMemo, useState } from 'react';
import type { Analysis } from '../../../main-ingest/contract/analyses.ts';
import type { Recipe, TableSchema } from '../../../main-ingest/contract/cookbook.ts';
import { Link } from '../../address/link.tsx';
import { Button } from '../../control/button.tsx';
import { Segments } from '../../control/segments.tsx';
import { compact, count } from '../../format/number.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import styles from './library.module.css';
import { idOfAnalysis } from './tab.ts';

interface LibraryProps {
  readonly recipes: readonly Recipe[];
  readonly analyses: readonly Analysis[];
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
  readonly tables: readonly TableSchema[];
  readonly current: string;
  readonly searchField: Ref<HTMLInputElement>;
  readonly openNew: (sql?: string) => void;
}

const SUBJECTS = ['Learning', 'Jokers', 'Hands', 'Economy', 'Decisions', 'Where games die', 'Health'];

/** What can be asked: a person's own analyses and the recipes by subject, or the tables with their columns. */
export function Library(props: LibraryProps) {
  const { recipes, analyses, tables, current, searchField, openNew } = props;
  const [shown, setShown] = useState<'recipes' | 'tables'>('recipes');
  const [find, setFind] = useState('');
  const groups = useMemo(() => grouped(recipes, analyses, find), [recipes, analyses, find]);
  return (
    <aside className={styles.library} aria-label="Recipes and tables">
      <div className={styles.top}>
        <Segments
          label="Shown"
          value={shown}
          onChange={setShown}
          choices={[
            {
              value: 'recipes',
              text: (
                <>
                  <BookOpen size={13} aria-hidden /> Recipes
                </>
              ),
            },
            {
              value: 'tables',
              text: (
                <>
                  <Database size={13} aria-hidden /> Tables
                </>
              ),
            },
          ]}
        />
        <label className={styles.find}>
          <Search size={13} aria-hidden />
          <input
            ref={searchField}
            type="search"
            aria-label={shown === 'recipes' ? 'Search recipes and SQL' : 'Search tables and columns'}
            placeholder={shown === 'recipes' ? 'Search recipes and SQL' : 'Search tables and columns'}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
          <ActionKey id="search" />
        </label>
      </div>
      <div className={styles.list}>
        {shown === 'tables' ? (
          <Tables tables={tables} find={find} openNew={openNew} />
        ) : (
          <>
            {groups.map((group) => (
              <Group key={group.subject} {...group} current={current} />
            ))}
            {groups.length === 0 && <p className={styles.none}>No recipe holds “{find}”</p>}
            {props.unreadable.map(({ file, why }) => (
              <p key={file} className={styles.none} title={why}>
                {file} cannot be read
              </p>
            ))}
          </>
        )}
      </div>
      <div className={styles.bottom}>
        <Button onPress={() => openNew()} size="large" action="new">
          <Plus size={14} aria-hidden /> New analysis <ActionKey id="new" />
        </Button>
      </div>
    </aside>
  );
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

function grouped(recipes: readonly Recipe[], analyses: readonly Analysis[], find: string) {
  const wanted = find.trim().toLowerCase();
  const holds = (...texts: readonly string[]) =>
    wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
  const mine = analyses
    .filter(({ title, sql, notes }) => holds(title, sql, notes))
    .map(({ name, title, notes }): Entry => ({ id: idOfAnalysis(name), title, about: notes }));
  const bySubject = SUBJECTS.map((subject) => ({
    subject,
    entries: recipes
      .filter((recipe) => recipe.subject === subject)
      .filter(({ title, question, tags, sql, name }) => holds(title, question, name, ...tags, sql.duckdb))
      .map(({ name, title, question }): Entry => ({ id: name, title, about: question })),
  }));
  return [{ subject: 'Mine', entries: mine }, ...bySubject].filter(({ entries }) => entries.length > 0);
}

function Group({ subject, entries, current }: { subject: string; entries: readonly Entry[]; current: string }) {
  return (
    <details open className={styles.group}>
      <summary>
        {subject} <small>{entries.length}</small>
      </summary>
      <ul>
        {entries.map(({ id, title, about }) => (
          <li key={id}>
            <Link to={`/cookbook/${id}`} title={about} aria-current={id === current ? 'page' : undefined}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface TablesProps {
  readonly tables: readonly TableSchema[];
  readonly find: string;
  readonly openNew: (sql: string) => void;
}

function Tables({ tables, find, openNew }: TablesProps) {
  const wanted = find.trim().toLowerCase();
  const shown = tables.filter(
    ({ name, columns }) =>
      name.includes(wanted) || columns.some((column) => column.name.toLowerCase().includes(wanted)),
  );
  return (
    <>
      {shown.map(({ name, rows, columns }) => (
        <details key={name} className={styles.group} open={wanted !== '' || undefined}>
          <summary title={`${count(rows)} rows`}>
            {name} <small>{compact(rows)}</small>
          </summary>
          <ul className={styles.columns}>
            {columns.map((column) => (
              <li key={column.name}>
                <code>{column.name}</code> <small>{column.type}</small>
              </li>
            ))}
            <li>
              <button type="button" onClick={() => openNew(`SELECT *\nFROM ${name}\nLIMIT 100`)}>
                Look at its rows
              </button>
            </li>
          </ul>
        </details>
      ))}
      {shown.length === 0 && <p className={styles.none}>No table or column holds “{find}”</p>}
    </>
  );
}
