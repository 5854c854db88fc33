import { Switch as AriaSwitch } from 'react-aria-components';
import styles from './switch.module.css';

interface SwitchProps {
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: string;
}

/** On or off, at once. */
export function Switch({ isOn, onChange, children }: SwitchProps) {
  return (
    <AriaSwitch className={styles.switch ?? ''} isSelected={isOn} onChange={onChange}>
      <i className={styles.track} aria-hidden />
      {children}
    </AriaSwitch>
  );
}
