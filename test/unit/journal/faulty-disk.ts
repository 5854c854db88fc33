import { type Disk, type SegmentFile, systemDisk } from '../../../main-ingest/journal/disk.ts';

/** A system's error with its code. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** What the disk does at its next call of a kind. */
export interface Fault {
  readonly call: 'open' | 'write' | 'datasync' | 'truncate';
  readonly code: 'ENOSPC' | 'EIO';
  /** Of a write: the part of the bytes (0 to 1) that reach the disk before it fails. */
  readonly part: number;
}

/** A disk that fails when told to, and that may die in the middle of a write as a killed process does. */
export class FaultyDisk implements Disk {
  readonly #files = new Set<SegmentFile>();
  #faults: Fault[] = [];
  #dead = false;
  #diesAfter: number | undefined;

  fail(fault: Fault): void {
    this.#faults.push(fault);
  }

  heal(): void {
    this.#faults = [];
  }

  /** Of the next write only this part (0 to 1) reaches the disk; then nothing answers any more. */
  dieInWrite(part: number): void {
    this.#diesAfter = part;
  }

  /** Nothing of this process reaches the disk any more; its files are closed by the system. */
  async die(): Promise<void> {
    this.#dead = true;
    for (const file of this.#files) await file.close();
    this.#files.clear();
  }

  async open(path: string): Promise<SegmentFile> {
    await this.#answer('open');
    const file = await systemDisk.open(path);
    this.#files.add(file);
    return {
      write: (bytes, offset) => this.#write(file, bytes, offset),
      datasync: async () => {
        await this.#answer('datasync');
        await file.datasync();
      },
      truncate: async (length) => {
        await this.#answer('truncate');
        await file.truncate(length);
      },
      close: async () => {
        this.#files.delete(file);
        await file.close();
      },
    };
  }

  async remove(path: string): Promise<void> {
    await systemDisk.remove(path);
  }

  async syncFolder(folder: string): Promise<void> {
    await systemDisk.syncFolder(folder);
  }

  async #write(file: SegmentFile, bytes: Uint8Array, offset: number): Promise<void> {
    if (this.#diesAfter !== undefined) {
      await file.write(bytes.subarray(0, Math.floor(bytes.length * this.#diesAfter)), offset);
      await this.die();
    }
    const fault = this.#faults.find(({ call }) => call === 'write');
    if (fault && !this.#dead) await file.write(bytes.subarray(0, Math.floor(bytes.length * fault.part)), offset);
    await this.#answer('write');
    await file.write(bytes, offset);
  }

  async #answer(call: Fault['call']): Promise<void> {
    if (this.#dead) await new Promise(() => undefined);
    const index = this.#faults.findIndex((fault) => fault.call === call);
    const [fault] = index === -1 ? [] : this.#faults.splice(index, 1);
    if (fault) throw systemError(fault.code);
  }
}
