import { Upload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAddress } from '../address/address.ts';
import { droppedFiles } from '../views/import/dropped-files.ts';
import { importFiles } from '../views/import/upload.ts';
import styles from './drop-target.module.css';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

/** Takes recordings that are dropped anywhere on the window. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  const { open } = useAddress();
  useEffect(() => {
    let depth = 0;
    const stop = new AbortController();
    const listen = (name: 'dragenter' | 'dragleave' | 'dragover' | 'drop', handle: (event: DragEvent) => void) =>
      window.addEventListener(name, handle, { signal: stop.signal });
    listen('dragenter', (event) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    });
    listen('dragleave', () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    });
    listen('dragover', (event) => {
      if (carriesFiles(event)) event.preventDefault();
    });
    listen('drop', (event) => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      open('/import');
      void droppedFiles(event.dataTransfer).then(importFiles);
    });
    return () => stop.abort();
  }, [open]);
  if (!over) return null;
  return (
    <div className={styles.target}>
      <Upload size={32} aria-hidden /> Drop to import
    </div>
  );
}
