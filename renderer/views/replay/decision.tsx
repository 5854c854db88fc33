import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { ReplaySummary, Step } from '../../../main-ingest/contract/replay.ts';
import { rowsOf } from '../../contract/answer-rows.ts';
import { ask } from '../../contract/engine.ts';
import { count, duration, share } from '../../format/number.ts';
import { standing } from './confidence.ts';
import styles from './decision.module.css';
import { flagIn, numberIn, textIn, textsIn } from './step-data.ts';
import { optionParts } from './step-words.ts';
import { Parts } from './words.tsx';

interface DecisionProps {
  readonly step: Step;
  /** The last decision up to the step; undefined while it is on its way or where there is none. */
  readonly decision: Step | undefined;
  readonly decisions: ReplaySummary['decisions'];
}

/** Why did it do that: the options, the choice, how sure, by what means. */
export function Decision({ step, decision, decisions }: DecisionProps) {
  if (step.decidedAt === null)
    return <p className={styles.none}>No decision is recorded up to this step. A DecisionMade event brings one.</p>;
  if (!decision) return <p className={styles.none}>Reading the decision of step {step.decidedAt}</p>;
  const { data } = decision;
  const options = textsIn(data, 'optionsAvailable');
  const selected = textIn(data, 'optionSelected') ?? '';
  const place = options.indexOf(selected);
  const others = options.filter((_, index) => index !== place);
  const confidence = numberIn(data, 'confidenceScore');
  const latency = numberIn(data, 'latencyMs');
  const reasoning = textIn(data, 'reasoning');
  return (
    <section className={styles.decision} aria-label="Decision">
      <h3>
        {decision.step === step.step ? 'Chosen here' : `Chosen at step ${decision.step}`}
        <span>{options.length === 1 ? '1 option' : `${count(options.length)} options`} · confidence</span>
      </h3>
      <ul className={styles.options}>
        <li data-chosen aria-label={`Chosen: ${selected}, confidence ${share(confidence ?? null, 1)}`}>
          <p>
            <Check size={14} aria-hidden />
            <Option text={selected} />
          </p>
          <p>
            <i className={styles.bar}>
              <i style={{ width: `${(confidence ?? 0) * 100}%` }} />
            </i>
            <b>{share(confidence ?? null, 1)}</b>
          </p>
        </li>
        {others.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: options may be worded alike
          <li key={index}>
            <Option text={option} />
            <i className={styles.unknown} title="Not recorded" />
            <span>–</span>
          </li>
        ))}
      </ul>
      {others.length > 0 && <p className={styles.only}>Recorded for the choice only</p>}
      {confidence !== undefined && <Among sorted={decisions.confidences} confidence={confidence} />}
      <dl className={styles.facts}>
        <div>
          <dt>LLM</dt>
          <dd>
            <b>{flagIn(data, 'usedLlm') ? 'used' : 'not used'}</b>
          </dd>
        </div>
        <div>
          <dt>Latency</dt>
          <dd>
            {latency === undefined ? (
              'not recorded'
            ) : (
              <>
                <b>{milliseconds(latency)}</b>
                {decisions.medianLatencyMs !== null && ` game median ${milliseconds(decisions.medianLatencyMs)}`}
              </>
            )}
          </dd>
        </div>
        <div data-long={reasoning !== undefined || undefined}>
          <dt>Reasoning</dt>
          <dd>{reasoning ?? 'none recorded'}</dd>
        </div>
        <SameContext hash={textIn(data, 'contextHash')} />
      </dl>
    </section>
  );
}

/** Decisions take tens of milliseconds: a tenth counts. */
function milliseconds(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : duration(ms);
}

function Option({ text }: { readonly text: string }) {
  return (
    <span className={styles.option} title={text}>
      <Parts parts={optionParts(text)} />
    </span>
  );
}

/** From so many decisions on a place among them means something. */
const ENOUGH = 10;

/** Where a confidence stands among those of the game. */
function Among({ sorted, confidence }: { readonly sorted: readonly number[]; readonly confidence: number }) {
  const { bins, from, at, surerThan, n } = useMemo(() => standing(sorted, confidence), [sorted, confidence]);
  const most = Math.max(1, ...bins);
  return (
    <figure className={styles.among} data-thin={n < ENOUGH || undefined}>
      <svg viewBox="0 0 280 34" preserveAspectRatio="none" aria-hidden="true">
        {bins.map((amount, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place on the scale
            key={index}
            x={index * 10}
            width={9.3}
            y={33 - (amount / most) * 30}
            height={(amount / most) * 30}
          />
        ))}
        <line x1={0} x2={280} y1={33.5} y2={33.5} />
      </svg>
      <i style={{ left: `${at * 100}%` }} />
      <p aria-hidden>
        <span>{from.toFixed(1)}</span>
        <b style={{ left: `${Math.min(88, Math.max(12, at * 100))}%` }}>{confidence.toFixed(2)}</b>
        <span>1.0</span>
      </p>
      <figcaption>
        {n < ENOUGH ? (
          `n = ${n}: too few to say how sure this is`
        ) : (
          <>
            Surer than <b>{share(surerThan)}</b> of this game’s {count(n)} decisions
          </>
        )}
      </figcaption>
    </figure>
  );
}

const SETTLED_MS = 250;
const SAME_CONTEXT = 'SELECT count(*) AS times FROM decision_points WHERE context_hash = :hash';

/** How often the agent met the same context in all games; asked only when the replay rests on a step. */
function SameContext({ hash }: { readonly hash: string | undefined }) {
  const shown = useDeferredValue(hash);
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => setSettled(shown), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const { data } = useQuery({
    ...ask.cookbook.sql.queryOptions({
      input: { sql: SAME_CONTEXT, params: { hash: settled ?? '' }, limit: 1, lane: 'view' },
    }),
    enabled: settled !== undefined,
  });
  if (hash === undefined) return null;
  const times = settled === hash ? rowsOf(data)[0]?.number('times') : undefined;
  const others = times === undefined || times === null ? undefined : Math.max(0, times - 1);
  return (
    <div>
      <dt>Same context</dt>
      <dd>
        {others !== undefined && (
          <b>
            {count(others)} other {others === 1 ? 'time' : 'times'}
          </b>
        )}{' '}
        <code>{hash}</code>
      </dd>
    </div>
  );
}
