import { constants, open, unlink } from 'node:fs/promises';
import { platform } from 'node:process';

/** A segment's file as the journal uses it. Every call may fail with the system's error code (`ENOSPC`, `EIO`, …). */
export interface SegmentFile {
  /** Writes all bytes, or fails; then any part of them may have been written. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** The disk below a journal, so that a test can let it fail. */
export interface Disk {
  /** Opens a file for writing, makes it where there is none. */
  open(path: string): Promise<SegmentFile>;
  remove(path: string): Promise<void>;
  /** Makes a folder's list of files durable. */
  syncFolder(folder: string): Promise<void>;
}

export const systemDisk: Disk = {
  async open(path) {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT);
    return {
      async write(bytes, offset) {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
          done += bytesWritten;
        }
      },
      datasync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    };
  },
  remove: (path) => unlink(path),
  async syncFolder(folder) {
    // Windows cannot open a folder as a file; its file system keeps the order by itself.
    if (platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
