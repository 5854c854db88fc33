import { Button } from '../../control/button.tsx';
import { ActionKey } from '../../keys/key-cap.tsx';
import type { Changed } from './arrange.ts';
import styles from './save-bar.module.css';

interface SaveBarProps {
  readonly changed: readonly Changed[];
  readonly isSaving: boolean;
  readonly save: () => void;
  readonly discard: () => void;
}

/** What is changed and not saved, what saving it interrupts, and saving. */
export function SaveBar({ changed, isSaving, save, discard }: SaveBarProps) {
  const wrong = changed.filter(({ read }) => 'problem' in read);
  const atOnce = changed.every(({ setting }) => setting.applies === 'at once');
  return (
    <section className={styles.bar} aria-label="Not saved">
      <i className={styles.dot} aria-hidden />
      <p role="status">
        <b>
          {changed.length} {changed.length === 1 ? 'change' : 'changes'}
        </b>{' '}
        not saved: {changed.map(({ setting }) => setting.name).join(', ')}
        <span> · {wrong.length > 0 ? `${wrong.length} cannot be saved as it is` : consequences(changed)}</span>
      </p>
      <Button kind="bare" onPress={discard}>
        Discard
      </Button>
      <Button kind="main" action="settings-save" isDisabled={wrong.length > 0 || isSaving} onPress={save}>
        {atOnce ? 'Save and apply' : 'Save'} <ActionKey id="settings-save" />
      </Button>
    </section>
  );
}

/** What taking over all of them interrupts. */
function consequences(changed: readonly Changed[]): string {
  const phrases = [...new Set(changed.flatMap(({ setting }) => setting.interrupts))];
  if (phrases.length > 0) return phrases.join('; ');
  const waits = changed.some(({ setting }) => setting.applies === 'at the next start');
  return waits ? 'taken over at the next start, interrupts nothing' : 'taken over at once, interrupts nothing';
}
