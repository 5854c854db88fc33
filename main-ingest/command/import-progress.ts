import type { WriteStream } from 'node:tty';
import type { ImportJob } from '../contract/recordings.ts';

/** Between two lines of progress where they cannot replace each other, in milliseconds. */
const LINE_MS = 10_000;

/** How far an import is: one line that is written over in a terminal, else a line now and then. */
export class ImportProgress {
  readonly #out: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;
  readonly #startedAt = performance.now();
  #lastLineAt = performance.now();

  constructor(out: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>) {
    this.#out = out;
  }

  show(job: ImportJob): void {
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[2K${this.#line(job).slice(0, this.#out.columns - 1)}`);
    } else if (performance.now() - this.#lastLineAt >= LINE_MS) {
      this.#lastLineAt = performance.now();
      this.#out.write(`${this.#line(job)}\n`);
    }
  }

  /** Leaves the line to what follows. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[2K');
  }

  #line(job: ImportJob): string {
    const number = new Intl.NumberFormat('en-US').format;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const share = job.bytes ? job.bytesRead / job.bytes : 0;
    const left = share > 0.02 && share < 1 ? `, about ${Math.ceil((seconds / share) * (1 - share))} s left` : '';
    const known = job.duplicates > 0 ? `, ${number(job.duplicates)} here already` : '';
    const rejected = job.rejectedCount > 0 ? `, ${number(job.rejectedCount)} rejected` : '';
    const state = job.state === 'reading' ? '' : ` ${job.state}`;
    return `${job.file}${state} ${Math.floor(share * 100)} %: ${number(job.events)} events${known}${rejected}${left}`;
  }
}
