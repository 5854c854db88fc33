import { useSyncExternalStore } from 'react';
import { desktop } from '../../contract/desktop.ts';
import { engine } from '../../contract/engine.ts';
import { toast } from '../../toast/toast.ts';

/** Large enough that a round trip costs nothing, small enough that pause and cancel are heard at once. */
const CHUNK_BYTES = 1 << 20;

/** Files that wait for their turn: one after the other, each gets what the live events leave. */
let waiting: readonly File[] = [];
let running = false;
const listeners = new Set<() => void>();

function setWaiting(files: readonly File[]): void {
  waiting = files;
  for (const listener of listeners) listener();
}

/** The files whose import has not begun. */
export function useWaitingFiles(): readonly File[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
}

/** Takes files that wait out of the queue. */
export function forget(files: readonly File[]): void {
  setWaiting(waiting.filter((file) => !files.includes(file)));
}

/** Imports files one after the other; how far each is tells `recordings.watch`. */
export async function importFiles(files: readonly File[]): Promise<void> {
  setWaiting([...waiting, ...files]);
  if (running) return;
  running = true;
  for (let file = waiting[0]; file; file = waiting[0]) {
    setWaiting(waiting.slice(1));
    try {
      await importFile(file);
    } catch (error) {
      toast(`${file.name} was not imported: ${error instanceof Error ? error.message : String(error)}`, 'failure');
    }
  }
  running = false;
}

async function importFile(file: File): Promise<void> {
  const path = desktop?.pathOf(file);
  if (path) {
    await engine.recordings.importPath({ path });
    return;
  }
  const { id } = await engine.recordings.begin({ name: file.name, bytes: file.size });
  for (let at = 0, index = 0; at < file.size; at += CHUNK_BYTES, index += 1) {
    const bytes = new File([file.slice(at, at + CHUNK_BYTES)], file.name);
    const { state } = await engine.recordings.chunk({ id, index, bytes });
    if (state === 'cancelled' || state === 'failed') return;
  }
  await engine.recordings.end({ id });
}
