import { Search, X } from 'lucide-react';
import { Fragment, useState } from 'react';
import { Button } from '../control/button.tsx';
import { Overlay } from '../control/overlay.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './key-help.module.css';
import { GROUP_TITLES, KEY_TABLE, type KeyEntry, type KeyGroup } from './key-table.ts';
import { activeActions, focusedGroup } from './use-keys.ts';

const COLUMNS: readonly (readonly KeyGroup[])[] = [
  ['everywhere', 'compare', 'settings'],
  ['replay', 'charts'],
  ['lists', 'cookbook'],
];

/** Actions that go two ways, or come in a row, share a line. */
const TOGETHER: readonly (readonly [label: string, first: string, last: string])[] = [
  ['Back, forward', 'back', 'forward'],
  ['Move', 'list-up', 'list-down'],
  ['A page', 'list-page-up', 'list-page-down'],
  ['First, last', 'list-first', 'list-last'],
  ['A step', 'step-back', 'step-on'],
  ['A hand', 'hand-back', 'hand-on'],
  ['A round', 'round-back', 'round-on'],
  ['Start; end, follow live', 'first-step', 'last-step'],
  ['Moment before, after', 'moment-back', 'moment-on'],
  ['Pace', 'pace-1', 'pace-3'],
  ['Decision, Events', 'tab-decision', 'tab-events'],
  ['Score, Notes', 'tab-score', 'tab-notes'],
  ['Walk the points', 'chart-left', 'chart-right'],
  ['Next series', 'chart-up', 'chart-down'],
  ['Tab', 'tab-1', 'tab-9'],
  ['Move a block', 'block-up', 'block-down'],
];

interface HelpRow {
  readonly label: string;
  readonly keys: readonly string[];
  /** More lies between the two keys. */
  readonly span: boolean;
}

function inRows(entries: readonly KeyEntry[]): HelpRow[] {
  const rows: HelpRow[] = [];
  const has = (id: string) => entries.some((entry) => entry.id === id);
  const hidden = new Set<string>();
  for (const entry of entries) {
    const [label, first, last] = TOGETHER.find(([, id, end]) => id === entry.id && has(end)) ?? [];
    const end = entries.find(({ id }) => id === last);
    if (label !== undefined && first !== undefined && end) {
      rows.push({
        label,
        keys: [...entry.keys, ...end.keys],
        span: entries.indexOf(end) - entries.indexOf(entry) > 1,
      });
      // What lies between the ends of a row is said by them.
      const from = entries.indexOf(entry);
      for (const between of entries.slice(from, entries.indexOf(end) + 1)) hidden.add(between.id);
    } else if (!hidden.has(entry.id)) rows.push({ label: entry.label, keys: entry.keys, span: false });
  }
  return rows;
}

/** The key table, drawn: the group that has the focus is marked, a field finds a key by what it does. */
export function KeyHelp({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  return (
    <Overlay label="Keys" isOpen={isOpen} close={close} width={1080}>
      <Table close={close} />
    </Overlay>
  );
}

function Table({ close }: { readonly close: () => void }) {
  const [find, setFind] = useState('');
  // Read once: the help itself takes the focus.
  const [here] = useState(focusedGroup);
  const [active] = useState(activeActions);
  const wanted = find.trim().toLowerCase();
  const fits = ({ label, keys }: KeyEntry) =>
    wanted === '' || label.toLowerCase().includes(wanted) || keys.some((key) => key.toLowerCase() === wanted);
  const shown = (group: KeyGroup) =>
    KEY_TABLE.filter((entry) => entry.group === group && fits(entry)).filter(
      (entry) => !entry.id.startsWith('go-') || active.has(entry.id),
    );
  return (
    <>
      <header className={styles.header}>
        <h2>Keys</h2>
        <span>Any mouse action has one</span>
        <label className={styles.find}>
          <Search size={14} aria-hidden />
          <input
            // biome-ignore lint/a11y/noAutofocus: the field is what this window was opened for
            autoFocus
            type="search"
            placeholder="Find a key or what it does"
            aria-label="Find a key or what it does"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </label>
        <Button kind="icon" label="Close" onPress={close}>
          <X size={16} />
        </Button>
      </header>
      <div className={styles.columns}>
        {COLUMNS.map((groups) => (
          <div key={groups.join()}>
            {groups.map((group) => {
              const entries = shown(group);
              if (entries.length === 0) return null;
              return (
                <section key={group} className={styles.group} data-here={group === here || undefined}>
                  <h3>
                    {GROUP_TITLES[group]} {group === here && <em>you are here</em>}
                  </h3>
                  <dl>
                    {inRows(entries).map(({ label, keys, span }) => (
                      <div key={label}>
                        <dt>{label}</dt>
                        <dd>
                          {keys.map((key, index) => (
                            <Fragment key={key}>
                              {index > 0 && <span>{span ? 'to' : 'or'}</span>}
                              <KeyCap keys={key} />
                            </Fragment>
                          ))}
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              );
            })}
          </div>
        ))}
      </div>
      <footer className={styles.footer}>
        <span>
          <KeyCap keys="Escape" /> closes
        </span>
        <span>Letters work when no field has the focus</span>
        <span>
          On a Mac, <kbd>⌘</kbd> for <kbd>Ctrl</kbd>
        </span>
      </footer>
    </>
  );
}
