import { Save } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Button } from '../../control/button.tsx';
import { ActionKey } from '../../keys/key-cap.tsx';
import fields from './parameters.module.css';
import styles from './sheet.module.css';

interface SaveAnalysisProps {
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
  /** The name that it has; a save under it needs no question. */
  readonly title: string;
  readonly notes: string;
  readonly save: (title: string, notes: string) => void;
  readonly remove: (() => void) | undefined;
}

/** Keeps what stands in the editor as an analysis of one's own, with its parameters, chart and notes. */
export function SaveAnalysis({ isOpen, setOpen, title, notes, save, remove }: SaveAnalysisProps) {
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button>
        <Save size={14} aria-hidden /> Save analysis <ActionKey id="save" />
      </Button>
      <Popover className={fields.popover ?? ''} placement="bottom end">
        <Dialog aria-label="Save analysis" className={styles.save ?? ''}>
          <Form title={title} notes={notes} save={save} remove={remove} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Form({ title, notes, save, remove }: Pick<SaveAnalysisProps, 'title' | 'notes' | 'save' | 'remove'>) {
  const [name, setName] = useState(title);
  const [text, setText] = useState(notes);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') save(name.trim(), text);
      }}
    >
      <label>
        Name
        <input
          ref={focusFirst}
          className={fields.input}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        Notes
        <textarea rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <p>Kept as a file in the data folder, under analyses</p>
      <div className={styles.actions}>
        <Button kind="main" type="submit" isDisabled={name.trim() === ''}>
          Save
        </Button>
        {remove && (
          <Button kind="bare" onPress={remove}>
            Delete this analysis
          </Button>
        )}
      </div>
    </form>
  );
}

/** The dialog was opened to write a name. */
function focusFirst(field: HTMLInputElement | null): void {
  field?.focus();
}
