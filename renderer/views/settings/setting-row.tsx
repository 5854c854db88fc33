import { CircleAlert } from 'lucide-react';
import { useId } from 'react';
import type { Setting } from '../../../main-ingest/contract/settings.ts';
import { ConnectionTest } from './connection-test.tsx';
import { draftOf, isHeld, readDraft, valueInWords } from './draft.ts';
import { dropDrafts, setDraft } from './drafts.ts';
import { SettingField } from './setting-field.tsx';
import styles from './settings.module.css';
import { SourceBadge } from './source-badge.tsx';

interface RowProps {
  readonly setting: Setting;
  /** Path of the configuration file. */
  readonly file: string;
  /** What was typed and not saved. */
  readonly draft: string | undefined;
  /** Why it was not saved. */
  readonly refusal: string | undefined;
  readonly reset: () => void;
}

/** A setting: name, value, default, and where the value comes from. */
export function SettingRow({ setting, file, draft, refusal, reset }: RowProps) {
  const { name, title, defaultValue, server } = setting;
  const id = useId();
  const shown = draft ?? draftOf(setting);
  const read = draft === undefined ? undefined : readDraft(setting, draft);
  const problem = read && 'problem' in read ? `It takes ${read.problem}` : refusal;
  const undo = () => dropDrafts([name]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a row of a grid in every browser
    <div className={styles.row} role="group" aria-labelledby={`${id}-title`} data-setting={name}>
      <div className={styles.name}>
        <strong id={`${id}-title`}>{title}</strong>
        <code>{name}</code>
      </div>
      <div className={styles.value}>
        <div className={styles.control}>
          <SettingField
            setting={setting}
            draft={shown}
            invalid={problem !== undefined}
            describedBy={`${id}-about`}
            onChange={(text) => setDraft(name, text, draftOf(setting))}
            undo={undo}
          />
          {server !== undefined && <ConnectionTest setting={setting} draft={shown} />}
        </div>
        <p id={`${id}-about`} className={styles.about}>
          {problem !== undefined && (
            <span className={styles.problem} role="alert">
              <CircleAlert size={13} aria-hidden /> {problem}
            </span>
          )}
          {isHeld(setting) ? heldBy(setting) : aboutOf(setting)}
        </p>
      </div>
      <code className={styles.default}>
        <span className="visually-hidden">default: </span>
        {valueInWords(setting, defaultValue)}
      </code>
      <SourceBadge setting={setting} file={file} isChanged={draft !== undefined} undo={undo} reset={reset} />
    </div>
  );
}

function aboutOf({ description, secret, variable, waiting }: Setting): string {
  const password = secret === 'password' ? `. Its password better in ${variable}` : '';
  return `${description}${password}${waiting ? '. Saved, runs from the next start' : ''}`;
}

function heldBy({ source, variable }: Setting): string {
  return source === 'environment'
    ? `Set by ${variable}; change it there and start again`
    : 'Set on the command line; change it there and start again';
}
