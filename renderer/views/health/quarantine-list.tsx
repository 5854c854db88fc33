import { X } from 'lucide-react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { Button } from '../../control/button.tsx';
import { Overlay } from '../../control/overlay.tsx';
import { dayAndTime } from '../../format/time.ts';
import styles from './lists.module.css';

interface QuarantineListProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly rows: HealthDetail['quarantine'];
}

/** What was refused, each with its reason and the beginning of its text. */
export function QuarantineList({ isOpen, close, rows }: QuarantineListProps) {
  return (
    <Overlay label="Quarantine" isOpen={isOpen} close={close} width={920}>
      <div className={styles.quarantine}>
        <header>
          <h2>Quarantine</h2>
          <span>What was refused, newest first; its neighbours were kept</span>
          <Button kind="icon" label="Close" onPress={close}>
            <X size={16} />
          </Button>
        </header>
        <ol>
          {rows.map(({ at, source, reason, excerpt }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same line may be refused twice at the same time
            <li key={`${at} ${index}`}>
              <p>
                <b>{reason}</b>
                <small>
                  {dayAndTime(at)} · from {source}
                </small>
              </p>
              <code>{excerpt}</code>
            </li>
          ))}
        </ol>
      </div>
    </Overlay>
  );
}
