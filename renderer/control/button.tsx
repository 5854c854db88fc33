import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { keyOf } from '../keys/key-table.ts';
import styles from './button.module.css';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** `main`: the one thing to do here; `bare`: no border; `icon`: a square with an icon, `label` is its name. */
  readonly kind?: 'plain' | 'main' | 'bare' | 'icon';
  readonly size?: 'normal' | 'large';
  /** Name for screen readers and, with its key, the tooltip. */
  readonly label?: string;
  /** Id in the key table: its key is named in the tooltip. */
  readonly action?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A button says what it does: "Open these 29 games". */
export function Button({ kind = 'plain', size = 'normal', label, action, className, children, ...rest }: ButtonProps) {
  const key = action === undefined ? '' : keyOf(action);
  const title = label === undefined ? key : key === '' ? label : `${label} (${key})`;
  return (
    <span
      className={`${styles.place} ${className ?? ''}`}
      title={title === '' ? undefined : title}
      data-wide={size === 'large' || undefined}
    >
      <AriaButton
        {...rest}
        {...(label === undefined ? {} : { 'aria-label': label })}
        className={styles.button ?? ''}
        data-kind={kind}
        data-size={size}
      >
        {children}
      </AriaButton>
    </span>
  );
}
