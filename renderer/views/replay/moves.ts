import { type Course, markBeside, stepBeside } from './course.ts';

/** All ways to go from where the replay stands. */
export interface Moves {
  stepBack(): void;
  stepOn(): void;
  handBack(): void;
  handOn(): void;
  roundBack(): void;
  roundOn(): void;
  momentBack(): void;
  momentOn(): void;
  first(): void;
  /** The end; of a game in flight wherever it will be. */
  last(): void;
}

/**
 * @param at tells where the replay stands at the time of a move
 * @param end goes to the end, or follows
 */
export function movesOf(
  at: () => { course: Course; step: number },
  go: (step: number) => void,
  end: () => void,
): Moves {
  const beside = (direction: 1 | -1) => () => {
    const { course, step } = at();
    const next = stepBeside(course, step, direction);
    if (next !== step) go(next);
  };
  const mark = (marks: (course: Course) => readonly number[], direction: 1 | -1) => () => {
    const { course, step } = at();
    const next = markBeside(marks(course), step, direction);
    if (next !== undefined) go(next);
  };
  return {
    stepBack: beside(-1),
    stepOn: beside(1),
    handBack: mark(({ hands }) => hands, -1),
    handOn: mark(({ hands }) => hands, 1),
    roundBack: mark(({ rounds }) => rounds, -1),
    roundOn: mark(({ rounds }) => rounds, 1),
    momentBack: mark(({ moments }) => moments, -1),
    momentOn: mark(({ moments }) => moments, 1),
    first: () => go(at().course.first),
    last: end,
  };
}
