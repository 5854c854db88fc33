import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Combination, Synergy } from '../../../main-ingest/contract/synergy.ts';
import { useScope } from '../../address/address.ts';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { count, share } from '../../format/number.ts';
import { Panel } from '../../panel/panel.tsx';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { STOPS } from './controls.tsx';
import { evidenceOf, isClear, spreadOfP } from './evidence.ts';
import styles from './evidence-panels.module.css';
import { queryOfJokers } from './games-of.ts';
import { rateOfAll } from './measure.ts';
import type { SetSynergy, SynergyAddress } from './synergy-address.ts';

interface EvidenceProps {
  readonly answer: UseQueryResult<Synergy, Error>;
  readonly address: SynergyAddress;
  readonly set: SetSynergy;
}

/** How far the list is to be trusted as a whole. */
export function EvidencePanels({ answer, address }: EvidenceProps) {
  const { data } = answer;
  const { falseFinds, pair, ante, size } = address;
  const level = Number(falseFinds) / 100;
  const state = usePanelState(answer, { shape: 'bars' });
  const nouns = size === 2 ? 'pairs' : 'triples';
  const spread = useMemo(() => spreadSpec(data?.combinations ?? [], nouns), [data, nouns]);
  const chosen = pair.join('+');
  const better = useMemo(() => betterSpec(data?.combinations ?? [], level, chosen, ante), [data, level, chosen, ante]);
  return (
    <div className={styles.panels}>
      <HowMuch answer={answer} address={address} />
      <ChartPanel
        title="More than chance?"
        about={`p of ${count(data?.combinations.length)} ${nouns}, Fisher exact`}
        spec={spread}
        state={state}
        className={styles.spread}
      />
      <ChartPanel
        title={size === 2 ? 'Better than the two?' : 'Better than the three?'}
        about="won against predicted"
        spec={better}
        state={state}
        className={styles.better}
      />
    </div>
  );
}

function HowMuch({ answer, address }: Pick<EvidenceProps, 'answer' | 'address'>) {
  const { scope } = useScope();
  const { min, ante, size, falseFinds } = address;
  const level = Number(falseFinds) / 100;
  const { data } = answer;
  const other = STOPS.find((stop) => stop >= min * 1.25) ?? min * 2;
  const input = { scope, measure: 'lift' as const, size, minGames: other, reachedAnte: ante };
  const stricter = useAnswer(ask.synergy.map.queryOptions({ input })).data;
  const state = usePanelState(answer, { shape: 'text' });
  const evidence = evidenceOf(data?.combinations ?? [], level);
  const there = stricter && evidenceOf(stricter.combinations, level);
  const nouns = size === 2 ? 'pairs' : 'triples';
  const steps: readonly (readonly [number, string, boolean])[] = [
    [evidence.judged, `with at least ${count(min)} games`, false],
    [evidence.above, `interval above the ${share(data ? rateOfAll(data) : null, 1)} of all games`, false],
    [evidence.clear, `clear with at most ${falseFinds} % false finds`, true],
    [evidence.beyond, `of those, interval beyond ${size === 2 ? 'the two' : 'the three'} (uncorrected)`, false],
  ];
  return (
    <Panel title="How much of this is clear?" state={state} className={styles.much}>
      <dl className={styles.steps}>
        <dt>{count(data?.seen)}</dt>
        <dd>{nouns} seen among final jokers</dd>
        {steps.map(([number, words, strong]) => (
          <Step key={words} number={number} of={evidence.judged} words={words} strong={strong} />
        ))}
      </dl>
      <p className={styles.depends}>
        {there && (
          <>
            <b>Depends on the minimum:</b> at {count(other)} games or more,{' '}
            {there.clear === 0 ? 'none' : count(there.clear)} of {count(there.judged)}{' '}
            {there.clear === 1 ? 'is' : 'are'} clear.{' '}
          </>
        )}
        {evidence.clearlyLess > 0 && `${count(evidence.clearlyLess)} more are clear the other way: they win less. `}
        Later models win more and hold other jokers: part of every lift is training.
      </p>
    </Panel>
  );
}

interface StepProps {
  readonly number: number;
  readonly of: number;
  readonly words: string;
  readonly strong: boolean;
}

function Step({ number, of, words, strong }: StepProps) {
  return (
    <>
      <dt>{count(number)}</dt>
      <dd data-strong={strong || undefined}>
        {words}
        <i aria-hidden>
          <i style={{ width: `${of === 0 ? 0 : (number / of) * 100}%` }} />
        </i>
      </dd>
    </>
  );
}

/** p values in twentieths: what is more than chance rises above the line at its left end. */
export function spreadSpec(combinations: readonly Combination[], nouns: string): ChartSpec {
  const spread = spreadOfP(combinations);
  const by = 1 / spread.length;
  const names = spread.map((_, part) => `${(part * by).toFixed(2)} – ${((part + 1) * by).toFixed(2)}`);
  const chance = combinations.length / spread.length;
  return {
    label: `${nouns} by their p value`,
    counts: nouns,
    x: {
      kind: 'category',
      unit: 'text',
      label: 'p',
      categories: names,
      labels: names.map((_, part) => (part === 0 ? '0' : part === 9 ? '0.5' : part === 19 ? '1' : '')),
    },
    y: { kind: 'value', unit: 'count', label: nouns, whole: true },
    series: [
      {
        kind: 'bar',
        name: nouns,
        colour: 'text3',
        points: spread.map((number, part) => ({
          x: names[part] ?? '',
          y: number,
          ...(part === 0 ? { colour: 'win' as const } : {}),
        })),
      },
    ],
    reference: { on: 'y', value: chance, label: `chance: ${count(chance)} a bar` },
  };
}

/** What was won against what the jokers alone predict; above the diagonal they do more together. */
export function betterSpec(
  combinations: readonly Combination[],
  falseFinds: number,
  chosen: string,
  ante: number,
): ChartSpec {
  const told = combinations.filter(({ predicted }) => predicted !== null);
  const most = Math.min(
    1,
    Math.ceil(Math.max(0.2, ...told.flatMap((one) => [one.winRate, one.predicted ?? 0])) * 5) / 5,
  );
  return {
    label: 'Win rate against what the jokers alone predict',
    x: { kind: 'value', unit: 'share', label: 'predicted from each alone', min: 0, max: most },
    y: { kind: 'value', unit: 'share', label: 'won', min: 0, max: most },
    series: [
      {
        kind: 'dot',
        name: 'Win rate',
        colour: 'text3',
        crowded: true,
        points: told.map((one) => ({
          x: one.predicted ?? 0,
          y: one.winRate,
          n: one.games,
          name: one.jokers.join(' + '),
          ...(one.jokers.join('+') === chosen
            ? { colour: 'accent' as const }
            : isClear(one, falseFinds)
              ? { colour: 'win' as const }
              : {}),
          more: [['Predicted', share(one.predicted, 1)]] as const,
          opens: queryOfJokers(one.jokers, ante),
        })),
      },
      {
        kind: 'line',
        name: 'As predicted',
        colour: 'text3',
        points: [
          { x: 0, y: 0 },
          { x: most, y: most },
        ],
      },
    ],
  };
}
