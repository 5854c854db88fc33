import type { Combination } from '../../../main-ingest/contract/synergy.ts';
import { count, share } from '../../format/number.ts';

export interface Verdict {
  readonly title: string;
  readonly detail: string;
  readonly tone: 'good' | 'bad' | 'unsure';
}

/** Below this q a difference is called clear. */
const CLEAR = 0.05;

/**
 * What the numbers of a combination come to, in words: against all games, against what the jokers alone predict, and
 * whether it holds after the correction for having looked at many. "Stands out" is one interval, "clear" is after the
 * correction.
 */
export function verdictOf(of: Combination, looks: number): Verdict {
  const { liftInterval, beyondInterval, predicted, q, jokers } = of;
  const alone = jokers.length === 3 ? 'the three' : 'the two';
  const against = side(liftInterval);
  const beyond = beyondInterval === null ? null : side(beyondInterval);
  const predicts =
    predicted === null
      ? `What ${alone} alone predict cannot be told: one of them never ends a game without the others.`
      : `What each does alone predicts ${share(predicted)}, ${where(beyond)} the interval.`;
  const detail = `${predicts}${correctedOf(against, beyond, q, looks)}`;
  return { title: titleOf(against, beyond, alone), detail, tone: toneOf(against, beyond) };
}

/** What is left after the correction. It is of the difference to all games; the one to what is predicted has none. */
function correctedOf(against: Side, beyond: Side | null, q: number | null, looks: number): string {
  if (against === 0) return beyond ? ` Before any correction for ${count(looks)} looks.` : '';
  if (q === null) return '';
  return ` ${q <= CLEAR ? 'Clear' : 'Not clear'} after correction for ${count(looks)} looks.`;
}

function titleOf(against: Side, beyond: Side | null, alone: string): string {
  if (against === 0 && (beyond === 0 || beyond === null)) return 'Could be chance.';
  if (against === 0)
    return beyond === 1
      ? `Above ${alone} alone; against all games it could be chance.`
      : `Below ${alone} alone; against all games it could be chance.`;
  const first = against === 1 ? 'More than all games' : 'Less than all games';
  if (beyond === null) return `${first}.`;
  if (against === beyond)
    return against === 1 ? `${first}, and more than ${alone}.` : `${first}, and less than ${alone}.`;
  if (beyond === 0) return against === 1 ? `${first}; not shown to beat ${alone}.` : `${first}; as ${alone} predict.`;
  return against === 1 ? `${first}; less than ${alone}.` : `${first}; more than ${alone}.`;
}

type Side = -1 | 0 | 1;

/** Whether an interval lies below, around or above "no effect". */
function side([low, high]: readonly [number, number]): Side {
  return low > 1 ? 1 : high < 1 ? -1 : 0;
}

function where(beyond: Side | null): string {
  return beyond === 0 ? 'inside' : beyond === 1 ? 'below' : 'above';
}

function toneOf(against: Side, beyond: Side | null): Verdict['tone'] {
  if (against === 1 && beyond === 1) return 'good';
  return against === -1 || beyond === -1 ? 'bad' : 'unsure';
}
