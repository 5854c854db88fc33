import { Settings2 } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Switch } from '../../control/switch.tsx';
import fields from './parameters.module.css';
import styles from './result.module.css';

interface ExportOptionsProps {
  readonly guards: boolean;
  readonly guard: (wanted: boolean) => void;
}

/** How files are written; what changes the data says so. */
export function ExportOptions({ guards, guard }: ExportOptionsProps) {
  return (
    <DialogTrigger>
      <Button aria-label="Export options" data-on={guards || undefined} className={styles.options ?? ''}>
        <Settings2 size={13} aria-hidden />
      </Button>
      <Popover className={fields.popover ?? ''} placement="top end">
        <Dialog aria-label="Export options" className={styles.explained ?? ''}>
          <Switch isOn={guards} onChange={guard}>
            Guard formulas in CSV
          </Switch>
          <p>
            A spreadsheet runs a text that begins with <code>= + - @</code> as a formula. With this each gets an
            apostrophe before it, which changes the text: leave it off for other programs. Excel files need none, their
            texts stay texts.
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
