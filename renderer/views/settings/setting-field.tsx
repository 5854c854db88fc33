import { Lock } from 'lucide-react';
import type { Setting } from '../../../main-ingest/contract/settings.ts';
import { Segments } from '../../control/segments.tsx';
import { amountOf } from './amount.ts';
import { isHeld } from './draft.ts';
import styles from './field.module.css';

interface FieldProps {
  readonly setting: Setting;
  readonly draft: string;
  readonly invalid: boolean;
  /** Id of the text that describes it. */
  readonly describedBy: string;
  readonly onChange: (draft: string) => void;
  /** Gives up what was typed. */
  readonly undo: () => void;
}

const SWITCH = [
  { value: 'false', text: 'Off' },
  { value: 'true', text: 'On' },
];

/** The value of a setting, to be changed in place; a lock where something else holds it. */
export function SettingField({ setting, draft, invalid, describedBy, onChange, undo }: FieldProps) {
  const { title, type, unit, secret, source } = setting;
  if (isHeld(setting)) return <HeldValue setting={setting} draft={draft} describedBy={describedBy} />;
  if (type.kind === 'switch') return <Segments label={title} value={draft} choices={SWITCH} onChange={onChange} />;
  if (type.kind === 'choice') {
    const choices = type.choices.map(({ value, title: text }) => ({ value, text, title: value }));
    return <Segments label={title} value={draft} choices={choices} onChange={onChange} />;
  }
  const { unit: written } = amountOf(unit);
  const isSecret = secret === 'whole';
  return (
    <span className={styles.field} data-kind={type.kind} data-invalid={invalid || undefined}>
      <input
        type={isSecret ? 'password' : 'text'}
        inputMode={type.kind === 'number' ? 'decimal' : undefined}
        autoComplete={isSecret ? 'new-password' : 'off'}
        spellCheck={false}
        aria-label={written === '' ? title : `${title}, ${written}`}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        placeholder={isSecret ? (source === 'file' ? 'set; write another here' : 'none') : undefined}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          undo();
        }}
      />
      {written !== '' && (
        <span className={styles.unit} aria-hidden>
          {written}
        </span>
      )}
    </span>
  );
}

function HeldValue({ setting, draft, describedBy }: Pick<FieldProps, 'setting' | 'draft' | 'describedBy'>) {
  const { type, title, unit, secret } = setting;
  const { unit: written } = amountOf(unit);
  const choice = type.kind === 'choice' ? type.choices.find(({ value }) => value === draft)?.title : undefined;
  const text = secret === 'whole' ? 'set, not shown' : (choice ?? `${draft} ${written}`.trim());
  return (
    <span className={styles.field} data-kind="held">
      <Lock size={13} aria-hidden />
      <input readOnly aria-label={title} aria-describedby={describedBy} value={text} />
    </span>
  );
}
