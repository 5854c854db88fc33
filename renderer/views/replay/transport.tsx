import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { clock } from '../../format/number.ts';
import { KeyCap } from '../../keys/key-cap.tsx';
import { keyOf } from '../../keys/key-table.ts';
import type { Moves } from './moves.ts';
import { PACES } from './pace.ts';
import styles from './transport.module.css';
import type { Playback } from './use-playback.ts';

interface TransportProps {
  readonly step: number;
  readonly last: number;
  readonly atMs: number;
  readonly lengthMs: number;
  /** From 1; undefined between two moments. */
  readonly moment: number | undefined;
  readonly moments: number;
  readonly live: boolean;
  readonly following: boolean;
  readonly playback: Playback;
  readonly moves: Moves;
}

/** Step, play, pace, moments: the buttons over the strip. */
export function Transport(props: TransportProps) {
  const { step, last, atMs, lengthMs, moment, moments, live, following, playback, moves } = props;
  return (
    <div className={styles.transport} role="toolbar" aria-label="Replay">
      <Move label="Start" action="first-step" go={moves.first}>
        <ChevronFirst size={16} />
      </Move>
      <Move label="Step back" action="step-back" go={moves.stepBack}>
        <ChevronLeft size={16} />
      </Move>
      <button
        type="button"
        className={styles.play}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => playback.setPlaying(!playback.playing)}
        aria-label={playback.playing ? 'Pause' : 'Play'}
        title={`${playback.playing ? 'Pause' : 'Play'} (${keyOf('play')})`}
      >
        {playback.playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </button>
      <Move label="Step on" action="step-on" go={moves.stepOn}>
        <ChevronRight size={16} />
      </Move>
      <Move label={live ? 'Follow live' : 'End'} action="last-step" go={moves.last}>
        <ChevronLast size={16} />
      </Move>
      <span className={styles.where}>
        <b>{step}</b> of {last}
      </span>
      <span className={styles.time}>
        {tenths(atMs)} of {tenths(lengthMs)}
      </span>
      {live && (
        <button
          type="button"
          className={styles.live}
          data-following={following || undefined}
          aria-pressed={following}
          onMouseDown={(event) => event.preventDefault()}
          onClick={moves.last}
        >
          <i aria-hidden /> {following ? 'Live: following' : 'Live: follow'}
        </button>
      )}
      <span className={styles.rule} />
      <div className={styles.paces} role="radiogroup" aria-label="Pace">
        {PACES.map(({ pace, label, action }) => (
          // biome-ignore lint/a11y/useSemanticElements: a segmented control; the keys 1, 2, 3 choose
          <button
            key={pace}
            type="button"
            role="radio"
            aria-checked={playback.pace === pace}
            title={`${label} (${keyOf(action)})`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => playback.setPace(pace)}
          >
            {label}
          </button>
        ))}
      </div>
      <span className={styles.rule} />
      <Move label="Moment before" action="moment-back" go={moves.momentBack}>
        <ChevronLeft size={16} />
      </Move>
      <span className={styles.moment}>
        {moment === undefined ? (
          `${moments} ${moments === 1 ? 'moment' : 'moments'}`
        ) : (
          <>
            Moment <b>{moment}</b> of {moments}
          </>
        )}
      </span>
      <Move label="Moment after" action="moment-on" go={moves.momentOn}>
        <ChevronRight size={16} />
      </Move>
      <Hints />
    </div>
  );
}

/** `0:27.3` */
export function tenths(ms: number): string {
  const rounded = Math.round(ms / 100) * 100;
  return `${clock(rounded)}.${(rounded % 1000) / 100}`;
}

interface MoveProps {
  readonly label: string;
  readonly action: string;
  readonly go: () => void;
  readonly children: ReactNode;
}

/** The pointer leaves the focus where it is, so that the keys go on working. */
const Move = memo(function Move({ label, action, go, children }: MoveProps) {
  return (
    <button
      type="button"
      className={styles.move}
      aria-label={label}
      title={`${label} (${keyOf(action)})`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={go}
    >
      {children}
    </button>
  );
});

const HINTS: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['ArrowLeft', 'ArrowRight'], words: 'step' },
  { keys: ['Shift'], words: 'hand' },
  { keys: ['Ctrl'], words: 'round' },
  { keys: ['[', ']'], words: 'moment' },
  { keys: ['Space'], words: 'play' },
  { keys: ['Home', 'End'], words: 'ends' },
];

/** As many as there is room for. */
const Hints = memo(function Hints() {
  return (
    <span className={styles.hints} aria-hidden>
      {HINTS.map(({ keys, words }) => (
        <span key={words}>
          {keys.map((name) => (
            <KeyCap key={name} keys={name} />
          ))}{' '}
          {words}
        </span>
      ))}
    </span>
  );
});
