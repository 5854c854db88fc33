import type { WriteStream } from 'node:tty';
import type { MigrationStep } from '../migration/migration.ts';

/** Between two lines of progress where they cannot replace each other, in milliseconds. */
const LINE_MS = 2_000;

/** How far a migration is: one line that is written over in a terminal, else a line now and then. */
export class MigrationProgressLine {
  readonly #out: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;
  #part = '';
  #lastLineAt = 0;

  constructor(out: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>) {
    this.#out = out;
  }

  show({ doing, what, done, total }: MigrationStep): void {
    const number = new Intl.NumberFormat('en-US').format;
    const share = total === 0 ? 100 : Math.floor((done / total) * 100);
    const line = `${doing} ${what} ${share} %: ${number(done)} of ${number(total)}`;
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[2K${line.slice(0, this.#out.columns - 1)}`);
      return;
    }
    const part = `${doing} ${what}`;
    if (part === this.#part && performance.now() - this.#lastLineAt < LINE_MS) return;
    this.#part = part;
    this.#lastLineAt = performance.now();
    this.#out.write(`${line}\n`);
  }

  /** Leaves the line to what follows. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[2K');
  }
}
