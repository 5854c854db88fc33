import type { BlindScore } from '../../../main-ingest/contract/games.ts';
import type { ChartSpec, Point } from '../../chart/spec.ts';
import { inUnit } from '../../format/number.ts';

/** Score against target of each blind of a game, on a log scale. */
export function blindScores(blinds: readonly BlindScore[]): ChartSpec {
  const names = blinds.map((blind) => `${blind.round}`);
  const labels = blinds.map((blind, index) => (blind.ante === blinds[index - 1]?.ante ? '' : `${blind.ante}`));
  const point = (blind: BlindScore, y: number): Point => ({
    x: `${blind.round}`,
    y,
    name: `Ante ${blind.ante}, ${blind.blindName}`,
    colour: blind.outcome === 'lost' ? 'loss' : blind.outcome === 'won' ? 'win' : 'text3',
  });
  return {
    label: 'Score and target of each blind',
    x: { kind: 'category', unit: 'text', label: 'ante', categories: names, labels },
    y: { kind: 'log', unit: 'score' },
    series: [
      {
        kind: 'bar',
        name: 'Score',
        colour: 'win',
        points: blinds.map((blind) => ({
          ...point(blind, Math.max(blind.score, 1)),
          value: blind.score,
          more: [
            ['Of target', inUnit(blind.target > 0 ? blind.score / blind.target : null, 'ratio')],
            ['Outcome', blind.outcome === 'continues' ? 'in play' : blind.outcome],
          ],
        })),
      },
      { kind: 'tick', name: 'Target', colour: 'text', points: blinds.map((blind) => point(blind, blind.target)) },
    ],
  };
}
