import { X } from 'lucide-react';
import { dismiss, useToasts } from './toast.ts';
import styles from './toasts.module.css';

/** Where toasts appear; drawn once, by the frame. */
export function Toasts() {
  const toasts = useToasts();
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map(({ id, text, tone }) => (
        <div key={id} className={styles.toast} data-tone={tone}>
          {text}
          <button type="button" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <X size={13} />
          </button>
        </div>
      ))}
    </div>
  );
}
