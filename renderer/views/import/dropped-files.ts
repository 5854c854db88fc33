/** Files of a drop, those of dropped folders included; what is no recording by its name is left out of folders only. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found = await Promise.all(entries.map((entry) => (entry ? filesOf(entry, false) : [])));
  return found.flat();
}

const RECORDING = /\.(jsonl|ndjson|json)(\.gz)?$/i;

async function filesOf(entry: FileSystemEntry, inFolder: boolean): Promise<File[]> {
  if (entry instanceof FileSystemDirectoryEntry) {
    const found: File[] = [];
    for await (const child of entriesOf(entry)) found.push(...(await filesOf(child, true)));
    return found;
  }
  if (!(entry instanceof FileSystemFileEntry) || (inFolder && !RECORDING.test(entry.name))) return [];
  return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
}

/** A folder is read in parts, until a part is empty. */
async function* entriesOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    yield* part;
  }
}
