import type { Combination } from '../../../main-ingest/contract/synergy.ts';
import { csvOf } from '../../chart/table.ts';
import { fileName, save } from '../../format/save-file.ts';

const COLUMNS = [
  'jokers',
  'games',
  'wins',
  'win_rate',
  'low',
  'high',
  'lift',
  'lift_low',
  'lift_high',
  'predicted',
  'beyond',
  'mean_score',
  'typical_score',
  'p',
  'q',
];

/** Every combination with all that is known of it, as comma-separated values. */
export function combinationsCsv(combinations: readonly Combination[]): string {
  return csvOf({
    columns: COLUMNS.map((name) => ({ name, text: String, number: name !== 'jokers' })),
    rows: combinations.map((one) => [
      one.jokers.join(' + '),
      one.games,
      one.wins,
      one.winRate,
      ...one.winRateInterval,
      one.lift,
      ...one.liftInterval,
      one.predicted,
      one.beyond,
      one.meanScore,
      one.typicalScore,
      one.p,
      one.q,
    ]),
  });
}

export function saveCombinations(combinations: readonly Combination[]): void {
  save(fileName('joker combinations', 'csv'), new Blob([combinationsCsv(combinations)], { type: 'text/csv' }));
}
