import { desktop } from '../../contract/desktop.ts';
import { engine } from '../../contract/engine.ts';
import { toast } from '../../toast/toast.ts';

/** Large enough that a round trip costs nothing, small enough that pause and cancel are heard at once. */
const CHUNK_BYTES = 1 << 20;

/** Files wait for each other, so that one import after the other gets what the live events leave. */
let queue: Promise<void> = Promise.resolve();

/** Imports files one after the other; how far each is tells `recordings.watch`. */
export function importFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    queue = queue
      .then(() => importFile(file))
      .catch((error: unknown) => {
        toast(
          `${file.name} could not be imported: ${error instanceof Error ? error.message : String(error)}`,
          'failure',
        );
      });
  }
  return queue;
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
