import { useEffect, useState } from 'react';
import { type Course, stepBeside } from './course.ts';
import { dwell, type Pace } from './pace.ts';

const KEPT_UNDER = 'workbench-replay-pace';

function keptPace(): Pace {
  try {
    const kept = localStorage.getItem(KEPT_UNDER);
    return kept === 'real' || kept === 'even' ? kept : 'moments';
  } catch {
    return 'moments';
  }
}

export interface Playback {
  readonly playing: boolean;
  readonly pace: Pace;
  setPlaying(playing: boolean): void;
  setPace(pace: Pace): void;
}

/** Autoplay: goes from step to step until the end. The pace is remembered. */
export function usePlayback(course: Course, step: number, go: (step: number) => void): Playback {
  const [playing, setPlaying] = useState(false);
  const [pace, setPace] = useState<Pace>(keptPace);
  const next = stepBeside(course, step, 1);
  const wait = playing ? dwell(course, step, pace) : 0;
  useEffect(() => {
    if (!playing) return;
    if (next === step) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => go(next), wait);
    return () => clearTimeout(timer);
  }, [playing, next, step, wait, go]);
  const remember = (chosen: Pace) => {
    setPace(chosen);
    try {
      localStorage.setItem(KEPT_UNDER, chosen);
    } catch {
      // A page that may keep nothing still plays.
    }
  };
  const start = (on: boolean) => {
    if (on && next === step) go(course.first);
    setPlaying(on);
  };
  return { playing, pace, setPlaying: start, setPace: remember };
}
