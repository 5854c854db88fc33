import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import styles from './overlay.module.css';

interface OverlayProps {
  readonly label: string;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly width: number;
  readonly children: ReactNode;
}

/** A window on top of the view; Esc and a click beside it close it, the focus goes back to where it was. */
export function Overlay({ label, isOpen, close, width, children }: OverlayProps) {
  return (
    <ModalOverlay className={styles.scrim ?? ''} isOpen={isOpen} onOpenChange={(open) => open || close()} isDismissable>
      <Modal className={styles.modal ?? ''} style={{ width }}>
        <Dialog aria-label={label} className={styles.dialog ?? ''} data-modal>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
