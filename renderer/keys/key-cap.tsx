import { Fragment } from 'react';
import { isMac } from '../contract/desktop.ts';
import styles from './key-cap.module.css';
import { KEY_TABLE, written } from './key-table.ts';

/** The keys of an action, or a key as the key table writes it, drawn as caps: `<KeyCap keys="Ctrl+k" />`. */
export function KeyCap({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {written(keys).map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the sequence is what tells chords apart
        <Fragment key={index}>
          {index > 0 && <span className={styles.then}>then</span>}
          {chord.map((name) => (
            <kbd key={name} className={styles.cap}>
              {isMac && name === 'Ctrl' ? '⌘' : name}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** The first key of an action of the key table. */
export function ActionKey({ id }: { readonly id: string }) {
  const keys = KEY_TABLE.find((entry) => entry.id === id)?.keys[0];
  return keys === undefined ? null : <KeyCap keys={keys} />;
}
