import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Synergy } from '../../../main-ingest/contract/synergy.ts';
import { useScope } from '../../address/address.ts';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { count, share } from '../../format/number.ts';
import { Panel } from '../../panel/panel.tsx';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { STOPS } from './controls.tsx';
import { evidenceOf } from './evidence.ts';
import styles from './evidence-panels.module.css';
import { betterSpec, spreadSpec } from './evidence-specs.ts';
import { rateOfAll, SURVIVAL } from './measure.ts';
import type { SynergyAddress } from './synergy-address.ts';
import type { SetSynergy } from './use-synergy-address.ts';

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
        about={data ? `p of ${count(data.combinations.length)} ${nouns}, Fisher exact` : 'Fisher exact'}
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
            <b>Depends on the minimum:</b> {atLeast(other, there.judged, there.clear, nouns)}{' '}
          </>
        )}
        {evidence.clearlyLess > 0 && `${count(evidence.clearlyLess)} more are clear the other way: they win less. `}
        {SURVIVAL}
      </p>
    </Panel>
  );
}

function atLeast(games: number, judged: number, clear: number, nouns: string): string {
  if (judged === 0) return `no ${nouns} have ${count(games)} games.`;
  const how = clear === 0 ? 'none' : count(clear);
  return `at ${count(games)} games or more, ${how} of ${count(judged)} ${clear === 1 ? 'is' : 'are'} clear.`;
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
        <i aria-hidden>{number > 0 && <i style={{ width: `${(number / of) * 100}%` }} />}</i>
      </dd>
    </>
  );
}
