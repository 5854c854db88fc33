import { type IdWords, PackedIds } from './packed-ids.ts';
import { SequenceSet } from './sequence-set.ts';

/** What is known of a game's events, as long as it is in memory. */
export class KnownGame {
  readonly sessionId: string;
  readonly ids: PackedIds;
  readonly sequences: SequenceSet;
  /** Its row in the file; undefined until it is saved first. */
  row: number | undefined;
  /** How many of the ids the file has: the first ones. */
  savedIds: number;
  /** Whether its end has come by: nothing more is expected. */
  completed = false;
  /** How many saves there had been when it was last asked for. */
  touched = 0;

  constructor(sessionId: string, saved?: { row: number; ids: PackedIds; sequences: SequenceSet }) {
    this.sessionId = sessionId;
    this.row = saved?.row;
    this.ids = saved?.ids ?? new PackedIds();
    this.sequences = saved?.sequences ?? new SequenceSet();
    this.savedIds = this.ids.size;
  }

  /** Learns an event, whose sequence is -1 where it has none; false where its id is known. */
  learn(id: IdWords, sequenceId: number): boolean {
    if (sequenceId >= 0) this.sequences.add(sequenceId);
    return this.ids.addWords(id);
  }
}
