import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import styles from './segments.module.css';

interface SegmentsProps<Value extends string> {
  /** What is chosen, for those who do not see it: "Measure". */
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly text: ReactNode; readonly title?: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice of few that all stand there; arrow keys move between them. */
export function Segments<Value extends string>({ label, value, choices, onChange }: SegmentsProps<Value>) {
  const chosen = (keys: Iterable<unknown>) => {
    const [key] = keys;
    const choice = choices.find((one) => one.value === key);
    if (choice) onChange(choice.value);
  };
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.segments ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={chosen}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className={styles.segment ?? ''}>
          <span title={choice.title}>{choice.text}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
