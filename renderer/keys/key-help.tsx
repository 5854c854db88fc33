import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../control/button.tsx';
import { Overlay } from '../control/overlay.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './key-help.module.css';
import { GROUP_TITLES, KEY_TABLE, type KeyEntry, type KeyGroup } from './key-table.ts';
import { activeActions, focusedGroup } from './use-keys.ts';

const COLUMNS: readonly (readonly KeyGroup[])[] = [
  ['everywhere'],
  ['replay', 'charts'],
  ['lists', 'cookbook', 'compare'],
];

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
                    {entries.map((entry) => (
                      <div key={entry.id}>
                        <dt>{entry.label}</dt>
                        <dd>
                          {entry.keys.map((keys) => (
                            <KeyCap key={keys} keys={keys} />
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
