import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { count } from '../../format/number.ts';
import styles from './notes.module.css';
import { Words } from './words.tsx';

interface NotesProps {
  readonly game: ReplaySummary;
  readonly go: (step: number) => void;
}

/** More of them say nothing new: such a recording is broken. */
const SHOWN = 200;

/** What there is to say about the recording itself: does the replay agree with it, and has it gaps. */
export function Notes({ game: { snapshots, gaps }, go }: NotesProps) {
  const places = new Set(gaps.map(({ step }) => step)).size;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys
    <section className={styles.notes} aria-label="Notes" tabIndex={0}>
      <h3>Snapshots</h3>
      <p>{agreement(snapshots)}</p>
      {snapshots.mismatches.length > 0 && (
        <ul>
          {snapshots.mismatches.slice(0, SHOWN).map(({ step, field, recorded, replayed }) => (
            <li key={`${step} ${field}`}>
              <button type="button" onClick={() => go(step)}>
                {step}
              </button>
              <span>
                {field}: recorded <b>{recorded}</b>, replayed <b>{replayed}</b>
              </span>
            </li>
          ))}
          <More of={snapshots.mismatches.length} />
        </ul>
      )}
      <h3>Gaps</h3>
      <p>
        {gaps.length === 0
          ? 'None: every step follows from the one before.'
          : `${places === 1 ? 'One step' : `${count(places)} steps`} that the replay could not follow. It goes on with what the next events say.`}
      </p>
      {gaps.length > 0 && (
        <ul>
          {gaps.slice(0, SHOWN).map(({ step, gap }) => (
            <li key={`${step} ${gap}`}>
              <button type="button" onClick={() => go(step)}>
                {step}
              </button>
              <span>
                <Words text={gap} />
              </span>
            </li>
          ))}
          <More of={gaps.length} />
        </ul>
      )}
    </section>
  );
}

function More({ of }: { readonly of: number }) {
  return of <= SHOWN ? null : (
    <li>
      First {SHOWN} of {count(of)}
    </li>
  );
}

/** `20 of 20 snapshots agree in 309 fields.` */
export function agreement({ compared, agree, fields }: ReplaySummary['snapshots']): string {
  if (compared === 0) return 'The recording holds no snapshots to compare with.';
  return `${count(agree)} of ${count(compared)} snapshots agree; ${count(fields)} fields were compared.`;
}
