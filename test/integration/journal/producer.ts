import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { toCanonical } from '../../../main-ingest/event/record.ts';
import { type Disk, systemDisk } from '../../../main-ingest/journal/disk.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { openLedger } from '../../../main-ingest/ledger/sqlite.ts';
import { numberedEvents } from '../../numbered-events.ts';
import { random } from './random.ts';

/**
 * A process that appends numbered events until it is killed: by its parent, or by its own hand in the middle of a disk
 * call. Prints `opened POSITION`, then `durable NUMBER` (all events before that number) as it is answered.
 */
export interface Life {
  readonly folder: string;
  readonly sync: 'always' | 'os';
  readonly seed: number;
  /** First event that was not answered to the producer; it sends on from there. */
  readonly from: number;
  /** Kills itself in this of its disk calls, a write when this part (0 to 1) of it has been written. */
  readonly diesInCall?: number;
  readonly part?: number;
}

const IN_FLIGHT = 4;
const BATCHES_A_SAVE = 12;

const life: Life = JSON.parse(process.argv[2] ?? '{}');
const next = random(life.seed);
const published = new Published();
const journal = await openJournal(
  join(life.folder, 'journal'),
  { sync: life.sync, maxBytes: 1 << 30, segmentBytes: 32 << 10 },
  published,
  { disk: dyingDisk() },
);
const reader = openJournalReader(join(life.folder, 'journal'));
const ledger = openLedger(join(life.folder, 'ledger.sqlite'), reader, published.durable(), published.oldest());
writeSync(1, `opened ${published.durable()}\n`);

const inFlight: Promise<unknown>[] = [];
let number = life.from;
for (let batch = 1; ; batch++) {
  const end = number + 1 + Math.floor(next() * 40);
  const events = numberedEvents(number, end, Math.floor(next() * 300));
  const { records } = ledger.admit(events.map(toCanonical));
  inFlight.push(journal.append(records).then(() => writeSync(1, `durable ${end}\n`)));
  if (batch % BATCHES_A_SAVE === 0) ledger.save(published.durable());
  if (inFlight.length === IN_FLIGHT) await inFlight.shift();
  number = end;
}

function dyingDisk(): Disk {
  let calls = 0;
  const diesNow = (): boolean => ++calls === life.diesInCall;
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    throw new Error('outlived its own end');
  };
  return {
    ...systemDisk,
    async open(path) {
      if (diesNow()) die();
      const file = await systemDisk.open(path);
      return {
        ...file,
        async write(bytes, offset) {
          if (diesNow()) {
            await file.write(bytes.subarray(0, Math.floor(bytes.length * (life.part ?? 0))), offset);
            die();
          }
          await file.write(bytes, offset);
        },
        async datasync() {
          if (diesNow()) die();
          await file.datasync();
        },
      };
    },
  };
}
