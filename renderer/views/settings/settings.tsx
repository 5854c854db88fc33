import { useRef } from 'react';
import type { Setting, SettingsList } from '../../../main-ingest/contract/settings.ts';
import { useAddress } from '../../address/address.ts';
import { count } from '../../format/number.ts';
import { useBarNote } from '../../frame/bar-note.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { failureState } from '../../panel/failure.ts';
import { Panel } from '../../panel/panel.tsx';
import { useGone } from '../../panel/use-panel-state.ts';
import { findSettings, sectionsOf } from './arrange.ts';
import { draftOf } from './draft.ts';
import { FileNotice, WaitingNotice } from './notices.tsx';
import { About, Appearance } from './own-pages.tsx';
import { OWN_PAGES, PageList } from './page-list.tsx';
import { SaveBar } from './save-bar.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';
import { StoreNotice } from './store-notice.tsx';
import { useSettings } from './use-settings.ts';

type Settings = ReturnType<typeof useSettings>;

/** Every setting with its value, default and source; changed in place, and saved into the person's own file. */
export function View() {
  const settings = useSettings();
  const gone = useGone();
  const { answer } = settings;
  useKeys('settings', { 'settings-save': settings.save });
  if (answer.data) return <Pages list={answer.data} settings={settings} />;
  const failure = answer.error ? failureState(answer.error, () => void answer.refetch()) : undefined;
  return (
    <div className={styles.alone}>
      <Panel title="Settings" state={gone ?? failure ?? { kind: 'ready' }} />
    </div>
  );
}

const FOUND = { title: 'Found', description: 'In all pages' };

function Pages({ list, settings }: { readonly list: SettingsList; readonly settings: Settings }) {
  const { path, search, set } = useAddress();
  const field = useRef<HTMLInputElement>(null);
  useKeys('everywhere', { search: () => field.current?.focus() });
  const typed = String(search.q ?? '');
  const name = path.split('/')[2] ?? list.pages[0]?.name ?? '';
  const own = OWN_PAGES.find((one) => one.name === name);
  const page = list.pages.find((one) => one.name === name) ?? list.pages[0];
  const { title, description } = typed !== '' ? FOUND : own ? { title: own.title, description: '' } : (page ?? FOUND);
  useBarNote(title);
  return (
    <div className={styles.settings}>
      <PageList
        list={list}
        page={own?.name ?? page?.name ?? ''}
        changed={settings.changed}
        typed={typed}
        search={(q) => set({ q: q === '' ? undefined : q }, { replace: true })}
        field={field}
      />
      <div className={styles.right}>
        <div className={styles.page}>
          <header className={styles.head}>
            <h2>{title}</h2>
            <p>{description}</p>
          </header>
          {list.fileProblem !== null && <FileNotice problem={list.fileProblem} />}
          <WaitingNotice settings={list.settings} />
          {typed === '' && own?.name === 'appearance' && <Appearance />}
          {typed === '' && own?.name === 'about' && <About file={list.file} />}
          {(typed !== '' || !own) && page && (
            <Sections
              list={list}
              settings={settings}
              sections={typed === '' ? sectionsOf(page, list, settings.drafts) : findSettings(list, typed)}
            />
          )}
        </div>
        {settings.changed.length > 0 && <SaveBar {...settings} />}
      </div>
    </div>
  );
}

interface SectionsProps {
  readonly list: SettingsList;
  readonly settings: Settings;
  readonly sections: ReturnType<typeof findSettings>;
}

function Sections({ list, settings: { drafts, refusals, reset }, sections }: SectionsProps) {
  const found = sections.reduce((sum, section) => sum + section.settings.length, 0);
  if (found === 0) return <p className={styles.none}>No setting has these words in its name or description</p>;
  const engineOf = (section: string): Setting | undefined =>
    list.settings.find(({ name }) => name === `${section}.engine`);
  return (
    <>
      <div className={styles.columns} aria-hidden>
        <span>{found === 1 ? 'Setting' : `${count(found)} settings`}</span>
        <span />
        <span>Default</span>
        <span>Comes from</span>
      </div>
      {sections.map((section) => {
        const engine = engineOf(section.name);
        return (
          <section key={section.name} className={styles.section} aria-label={section.name}>
            {section.settings.map((setting) => (
              <SettingRow
                key={setting.name}
                setting={setting}
                file={list.file}
                draft={drafts.get(setting.name)}
                refusal={refusals.get(setting.name)}
                reset={() => reset(setting.name)}
              />
            ))}
            {engine && (section.name === 'history' || section.name === 'metrics') && (
              <StoreNotice
                store={section.name}
                engine={engine}
                chosen={drafts.get(engine.name) ?? draftOf(engine)}
                options={list.commandOptions}
              />
            )}
          </section>
        );
      })}
    </>
  );
}
