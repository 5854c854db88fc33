import { ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select } from 'react-aria-components';
import styles from './choice.module.css';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice of some, one shown: `Order clustered ⌄`. */
export function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  const text = choices.find((choice) => choice.value === value)?.text ?? value;
  return (
    <Select
      aria-label={label}
      selectedKey={value}
      onSelectionChange={(key) => {
        const choice = choices.find((one) => one.value === key);
        if (choice) onChange(choice.value);
      }}
    >
      <Button className={styles.button ?? ''}>
        {label} <b>{text}</b> <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom start">
        <ListBox className={styles.list ?? ''}>
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.text} className={styles.item ?? ''}>
              {choice.text}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
