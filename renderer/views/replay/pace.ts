import { type Course, indexOf } from './course.ts';

/** How autoplay goes from step to step. */
export type Pace = 'real' | 'even' | 'moments';

export const PACES: readonly { readonly pace: Pace; readonly label: string; readonly action: string }[] = [
  { pace: 'real', label: 'Real time', action: 'pace-1' },
  { pace: 'even', label: 'Even', action: 'pace-2' },
  { pace: 'moments', label: 'Slow at moments', action: 'pace-3' },
];

/** No wait of real time is longer: dead time is skipped. */
const LONGEST_REAL_MS = 2_000;
const EVEN_MS = 250;
const QUICK_MS = 70;
const AT_HAND_MS = 700;
const AT_MOMENT_MS = 2_200;
/** Steps before a moment over which the game slows down. */
const APPROACH = 4;

/** Milliseconds that autoplay stays on a step before it goes on. */
export function dwell(course: Course, step: number, pace: Pace): number {
  const index = indexOf(course, step);
  const here = course.steps[index];
  const next = course.steps[index + 1];
  if (!here || !next) return 0;
  switch (pace) {
    case 'real':
      return Math.min(LONGEST_REAL_MS, Math.max(0, next.atMs - here.atMs));
    case 'even':
      return EVEN_MS;
    case 'moments': {
      if (course.moments.includes(here.step)) return AT_MOMENT_MS;
      if (here.eventType === 'HandPlayed') return AT_HAND_MS;
      const ahead = course.steps[index + APPROACH]?.step ?? course.last;
      const near = course.moments.some((moment) => moment > here.step && moment <= ahead);
      return near ? EVEN_MS : QUICK_MS;
    }
  }
}
