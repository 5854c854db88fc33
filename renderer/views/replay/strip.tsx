import { memo, type PointerEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Moment } from '../../../main-ingest/contract/games.ts';
import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { count, money, tickInUnit } from '../../format/number.ts';
import type { Course } from './course.ts';
import styles from './strip.module.css';
import { placeMoments, planStrip, type StripPlan, stepTicks } from './strip-plan.ts';

/** Pixels left of the first step and right of the last. */
const LEFT = 68;
const RIGHT = 56;
const ANTE = 17;
const BLIND = 16;
const SHOP = 5;
const PLOT = 54;
const PLOT_TOP = ANTE + BLIND + SHOP;
const PICTURE = PLOT_TOP + PLOT;

interface StripProps {
  readonly game: ReplaySummary;
  readonly course: Course;
  readonly step: number;
  readonly sentence: string;
  readonly go: (step: number) => void;
}

/** The whole game at a glance: antes, blinds, shops, scores, money, moments, snapshots. A click or a drag goes there. */
export function Strip({ game, course, step, sentence, go }: StripProps) {
  const [width, measure] = useWidth();
  const plan = useMemo(() => planStrip(game, Math.max(100, width - LEFT - RIGHT)), [game, width]);
  const x = plan.x(step);
  const scrub = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    const next = Math.min(course.last, Math.max(course.first, plan.stepAt(at)));
    if (next !== step) go(next);
  };
  return (
    <div className={styles.strip} ref={measure}>
      <div
        className={styles.slider}
        role="slider"
        tabIndex={0}
        aria-label="Step of the game"
        aria-valuemin={course.first}
        aria-valuemax={course.last}
        aria-valuenow={step}
        aria-valuetext={`Step ${step} of ${course.last}: ${sentence}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          scrub(event);
        }}
        onPointerMove={scrub}
        style={{ height: PICTURE }}
      >
        <Picture plan={plan} width={width} />
      </div>
      <Moments moments={game.moments} plan={plan} step={step} outcome={game.game.state} go={go} />
      <Steps plan={plan} course={course} />
      <div className={styles.playhead} style={{ transform: `translateX(${LEFT + x}px)` }} aria-hidden>
        <b>{step}</b>
      </div>
    </div>
  );
}

function useWidth() {
  const [width, setWidth] = useState(1000);
  const observer = useRef<ResizeObserver>(undefined);
  const measure = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    observer.current.observe(element);
  }, []);
  useLayoutEffect(() => () => observer.current?.disconnect(), []);
  return [width, measure] as const;
}

/** All that does not change from step to step. */
const Picture = memo(function Picture({ plan, width }: { readonly plan: StripPlan; readonly width: number }) {
  const y = (height: number) => PLOT_TOP + PLOT * (1 - height);
  const moneyPath = plan.money
    .map(({ x, height }, index) =>
      index === 0 ? `M${x.toFixed(1)} ${y(height).toFixed(1)}` : `H${x.toFixed(1)}V${y(height).toFixed(1)}`,
    )
    .join('');
  return (
    <svg width={width} height={PICTURE} aria-hidden="true">
      <g className={styles.names}>
        <text x={LEFT - 9} y={13}>
          ante
        </text>
        <text x={LEFT - 9} y={ANTE + 12}>
          blind
        </text>
      </g>
      <text className={styles.axis} transform={`translate(12 ${PLOT_TOP + PLOT / 2}) rotate(-90)`}>
        score
      </text>
      <g className={styles.ticks}>
        {plan.ticks.map(({ value, height }) => (
          <g key={value}>
            <line x1={LEFT} x2={LEFT + plan.width} y1={y(height)} y2={y(height)} />
            <text x={LEFT - 9} y={y(height) + 4}>
              {tickInUnit(value, 'score')}
            </text>
          </g>
        ))}
        <line x1={LEFT} x2={LEFT + plan.width} y1={PICTURE - 0.5} y2={PICTURE - 0.5} data-base />
      </g>
      <g transform={`translate(${LEFT} 0)`}>
        {plan.antes.map(({ x, width: wide, ante, boss }, index) => (
          <g key={`${ante} ${x}`}>
            <rect className={styles.ante} data-odd={index % 2 === 1 || undefined} x={x} width={wide} height={ANTE} />
            <text className={styles.anteNumber} x={x + 6} y={13}>
              {wide > String(ante).length * 8 + 8 ? ante : ''}
            </text>
            <text className={styles.boss} x={x + wide - 5} y={13}>
              {boss !== undefined && wide > boss.length * 6.2 + 26 ? boss : ''}
            </text>
          </g>
        ))}
        {plan.blinds.map(({ x, width: wide, kind, name }, index) => (
          <g key={`${x} ${name}`}>
            <rect
              className={styles.blind}
              data-kind={kind}
              x={x}
              y={ANTE + 1}
              width={blindEnd(plan, index) - x}
              height={BLIND - 3}
              rx={2}
            >
              <title>{`${name}, ${wide > 0 ? '' : 'one step, '}target ${count(plan.blinds[index]?.target.value)}`}</title>
            </rect>
            <text className={styles.blindName} data-kind={kind} x={x + 4} y={ANTE + 12}>
              {blindEnd(plan, index) - x > kind.length * 6.2 + 6 ? kind : ''}
            </text>
          </g>
        ))}
        {plan.shops.map(({ x, width: wide }) => (
          <path
            key={x}
            className={styles.shop}
            d={`M${x + 0.5} ${ANTE + BLIND + 3.5}V${ANTE + BLIND + 0.5}H${x + wide - 1.5}V${ANTE + BLIND + 3.5}`}
          />
        ))}
        {plan.hands.map(({ step, x, width: wide, score, round, outcome }) => (
          <g key={step} className={styles.hand} data-outcome={outcome}>
            <rect x={x} width={wide} y={y(round.height)} height={PLOT * round.height} data-round />
            <rect x={x} width={wide} y={y(score.height)} height={PLOT * score.height} />
          </g>
        ))}
        {plan.blinds.map(({ x, width: wide, target }) => (
          <line
            key={x}
            className={styles.target}
            x1={x - 4}
            x2={x + Math.max(wide, 6) + 4}
            y1={y(target.height)}
            y2={y(target.height)}
          />
        ))}
        <path className={styles.money} d={moneyPath} />
        {plan.lastMoney && (
          <text className={styles.moneyNow} x={plan.width + 6} y={Math.min(PICTURE - 3, y(plan.lastMoney.height) + 5)}>
            {money(plan.lastMoney.value)}
          </text>
        )}
      </g>
    </svg>
  );
});

/** A blind's block reaches to the next one; its own steps are the first part of it. */
function blindEnd(plan: StripPlan, index: number): number {
  const next = plan.blinds[index + 1]?.x ?? plan.width;
  return Math.max(next - 1, (plan.blinds[index]?.x ?? 0) + 2);
}

interface MomentsProps {
  readonly moments: readonly Moment[];
  readonly plan: StripPlan;
  readonly step: number;
  readonly outcome: string;
  readonly go: (step: number) => void;
}

function Moments({ moments, plan, step, outcome, go }: MomentsProps) {
  const current = moments.some((moment) => moment.step === step) ? step : -1;
  return <MomentRow moments={moments} plan={plan} current={current} outcome={outcome} go={go} />;
}

const MomentRow = memo(function MomentRow(props: Omit<MomentsProps, 'step'> & { readonly current: number }) {
  const { moments, plan, current, outcome, go } = props;
  const marks = useMemo(() => placeMoments(moments, plan, current, outcome), [moments, plan, current, outcome]);
  return (
    <nav className={styles.moments} aria-label="Moments">
      <span className={styles.rowName} aria-hidden>
        moments
      </span>
      {marks.map(({ moment, x, words, side }) => (
        <button
          key={`${moment.step} ${moment.kind} ${moment.label}`}
          type="button"
          tabIndex={-1}
          className={styles.moment}
          data-side={side}
          data-current={moment.step === current || undefined}
          aria-current={moment.step === current ? 'step' : undefined}
          aria-label={`Step ${moment.step}: ${moment.label}, ${moment.detail}`}
          title={`${moment.label}, ${moment.detail}`}
          style={{ left: LEFT + x }}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => go(moment.step)}
        >
          <i aria-hidden />
          {side !== undefined && <span aria-hidden>{words}</span>}
        </button>
      ))}
    </nav>
  );
});

const Steps = memo(function Steps({ plan, course }: { readonly plan: StripPlan; readonly course: Course }) {
  return (
    <svg className={styles.steps} width="100%" height={24} aria-hidden="true">
      <g className={styles.names}>
        <text x={LEFT - 9} y={17}>
          step
        </text>
      </g>
      <g transform={`translate(${LEFT} 0)`}>
        {plan.gaps.map((x) => (
          <rect key={x} className={styles.gap} x={x - 1} width={3} height={6} />
        ))}
        {plan.snapshots.map(({ x, agrees }) => (
          <rect
            key={x}
            className={styles.snapshot}
            data-differs={!agrees || undefined}
            x={x - 1}
            width={2}
            height={4}
          />
        ))}
        {stepTicks(course.first, course.last, plan.width).map((step) => (
          <text
            key={step}
            className={styles.stepNumber}
            x={plan.x(step)}
            y={17}
            data-last={step === course.last || undefined}
          >
            {step}
          </text>
        ))}
      </g>
    </svg>
  );
});
