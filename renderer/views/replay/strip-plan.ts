import type { BlindScore, Moment } from '../../../main-ingest/contract/games.ts';
import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { outcomeWord } from '../../format/word.ts';

/** A stretch of steps on the strip, in pixels from its left edge. */
export interface Span {
  readonly x: number;
  readonly width: number;
}

export interface AnteSpan extends Span {
  readonly ante: number;
  /** Name of its boss, once it is known. */
  readonly boss: string | undefined;
}

export interface BlindSpan extends Span {
  readonly kind: string;
  readonly name: string;
  readonly target: Level;
  readonly outcome: BlindScore['outcome'];
}

/** A score as a height from 0 (bottom) to 1 (top) of the plot. */
export interface Level {
  readonly value: number;
  readonly height: number;
}

export interface HandBar extends Span {
  readonly step: number;
  readonly score: Level;
  /** Of the round, this hand included. */
  readonly round: Level;
  readonly outcome: BlindScore['outcome'];
}

/** Where everything of a game lies on its strip. */
export interface StripPlan {
  readonly width: number;
  readonly antes: readonly AnteSpan[];
  readonly blinds: readonly BlindSpan[];
  readonly shops: readonly Span[];
  readonly hands: readonly HandBar[];
  readonly ticks: readonly Level[];
  /** Money over the steps: heights from 0 to 1. */
  readonly money: readonly { readonly x: number; readonly height: number }[];
  readonly lastMoney: { readonly value: number; readonly height: number } | undefined;
  readonly snapshots: readonly { readonly x: number; readonly agrees: boolean }[];
  readonly gaps: readonly number[];
  x(step: number): number;
  stepAt(x: number): number;
}

type Game = Pick<ReplaySummary, 'steps' | 'blinds' | 'snapshots' | 'gaps'>;

/** Narrowest bar that can be seen. */
const BAR_AT_LEAST = 3;

/** @param width pixels from the first step to the last */
export function planStrip(game: Game, width: number): StripPlan {
  const { steps, blinds } = game;
  const first = steps[0]?.step ?? 0;
  const last = steps.at(-1)?.step ?? 0;
  const perStep = last > first ? width / (last - first) : 0;
  const x = (step: number) => (step - first) * perStep;
  const span = (from: number, to: number): Span => ({ x: x(from), width: Math.max(0, x(to) - x(from)) });
  const level = scoreScale(blinds);
  const differs = new Set(game.snapshots.mismatches.map(({ step }) => step));
  const money = steps.flatMap(({ step, money: amount }) => (amount === null ? [] : [{ step, amount }]));
  const most = Math.max(1, ...money.map(({ amount }) => amount));
  const least = Math.min(0, ...money.map(({ amount }) => amount));
  const moneyHeight = (amount: number) => (amount - least) / (most - least);
  const lastMoney = money.at(-1)?.amount;
  return {
    width,
    antes: anteSpans(game, last, span),
    blinds: blinds.map((blind) => ({
      ...span(blind.firstStep, Math.max(blind.lastStep, blind.firstStep + 1)),
      kind: blind.blindType,
      name: blind.blindName,
      target: level.of(blind.target),
      outcome: blind.outcome,
    })),
    shops: shopSpans(steps, span),
    hands: blinds.flatMap((blind) => handBars(blind, span, level.of)),
    ticks: level.ticks,
    money: money.map(({ step, amount }) => ({ x: x(step), height: moneyHeight(amount) })),
    lastMoney: lastMoney === undefined ? undefined : { value: lastMoney, height: moneyHeight(lastMoney) },
    snapshots: game.snapshots.steps.map((step) => ({ x: x(step), agrees: !differs.has(step) })),
    gaps: [...new Set(game.gaps.map(({ step }) => step))].map(x),
    x,
    stepAt: (at) => (perStep === 0 ? first : Math.round(first + at / perStep)),
  };
}

/** Log scale that holds every hand and target; at most four whole powers of ten are named. */
function scoreScale(blinds: readonly BlindScore[]): { of(value: number): Level; ticks: readonly Level[] } {
  const values = blinds.flatMap(({ target, score, hands }) => [target, score, ...hands.map((hand) => hand.score)]);
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return { of: (value) => ({ value, height: 0 }), ticks: [] };
  const low = Math.log10(Math.min(...positive)) - 0.3;
  const high = Math.max(low + 1, Math.log10(Math.max(...positive)) + 0.1);
  const of = (value: number): Level => ({
    value,
    height: value <= 0 ? 0 : Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low))),
  });
  const firstPower = Math.ceil(low);
  const lastPower = Math.floor(high);
  const every = Math.max(1, Math.ceil((lastPower - firstPower + 1) / 4));
  const powers = Array.from({ length: lastPower - firstPower + 1 }, (_, index) => lastPower - index);
  return { of, ticks: powers.filter((_, index) => index % every === 0).map((power) => of(10 ** power)) };
}

function anteSpans({ steps, blinds }: Game, last: number, span: (from: number, to: number) => Span): AnteSpan[] {
  const starts: { ante: number; step: number }[] = [];
  for (const { step, ante } of steps) if (starts.at(-1)?.ante !== ante) starts.push({ ante, step });
  return starts.map(({ ante, step }, index) => ({
    ...span(step, starts[index + 1]?.step ?? last),
    ante,
    boss: blinds.find(
      (blind) =>
        blind.blindType === 'boss' &&
        blind.firstStep >= step &&
        blind.firstStep < (starts[index + 1]?.step ?? Number.POSITIVE_INFINITY),
    )?.blindName,
  }));
}

function shopSpans(steps: Game['steps'], span: (from: number, to: number) => Span): Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  for (const { step, phase, eventType } of steps) {
    const inShop = phase === 'shop' || (phase === 'booster' && from !== undefined);
    if (inShop) from ??= step;
    else if (from !== undefined || eventType === 'ShopLeft') {
      if (from !== undefined) spans.push(span(from, step));
      from = undefined;
    }
  }
  if (from !== undefined) spans.push(span(from, steps.at(-1)?.step ?? from));
  return spans;
}

/** Each hand takes the steps since the hand before it. */
function handBars(
  blind: BlindScore,
  span: (from: number, to: number) => Span,
  level: (value: number) => Level,
): HandBar[] {
  return blind.hands.map(({ step, score, roundScore }, index) => {
    const from = blind.hands[index - 1]?.step ?? blind.firstStep;
    const { x, width } = span(from, step);
    return {
      x: width < BAR_AT_LEAST ? x + width - BAR_AT_LEAST : x,
      width: Math.max(BAR_AT_LEAST, width - (index > 0 ? 1 : 0)),
      step,
      score: level(score),
      round: level(roundScore),
      outcome: blind.outcome,
    };
  });
}

/** A moment on the strip, with its words where there is room for them. */
export interface MomentMark {
  readonly moment: Moment;
  readonly x: number;
  readonly words: string;
  readonly side: 'left' | 'right' | undefined;
}

/** What a moment is called where there is little room: "Best hand 1.54 M". */
export function shortWords({ kind, label, detail }: Moment, outcome: string): string {
  switch (kind) {
    case 'best-hand':
      return `Best hand ${detail}`;
    case 'furthest':
      return `Furthest ${detail}`;
    case 'closest':
      return `Closest ${detail}`;
    case 'least-sure':
      return `Least sure ${detail}`;
    case 'end':
      return outcomeWord(outcome);
    case 'joker':
      return label;
  }
}

const WEIGHT: Readonly<Record<Moment['kind'], number>> = {
  end: 5,
  'best-hand': 4,
  closest: 3,
  furthest: 2,
  'least-sure': 1,
  joker: 0,
};

const LETTER = 6.3;
const MARK = 7;
/** Between the middles of two marks. */
const BESIDE = 11;

/** Moves marks so that each can be told from its neighbour and pointed at. They come and stay in their order. */
function apart(places: readonly number[], width: number): number[] {
  const moved: number[] = [];
  for (const x of places) moved.push(Math.max(x, (moved.at(-1) ?? Number.NEGATIVE_INFINITY) + BESIDE));
  for (let index = moved.length - 1; index >= 0; index -= 1) {
    const limit = (moved[index + 1] ?? width + BESIDE) - BESIDE;
    moved[index] = Math.min(moved[index] ?? 0, limit);
  }
  return moved;
}

/**
 * Which moments are named: the current one first, then the weightier; each beside its diamond, never over another.
 * @param room pixels left and right of the strip that a label may use
 */
export function placeMoments(
  moments: readonly Moment[],
  plan: Pick<StripPlan, 'x' | 'width'>,
  current: number,
  outcome: string,
  room = 40,
): MomentMark[] {
  const places = apart(
    moments.map(({ step }) => plan.x(step)),
    plan.width,
  );
  const marks = moments.map((moment, index) => ({
    moment,
    x: places[index] ?? 0,
    words: shortWords(moment, outcome),
  }));
  const taken: (readonly [from: number, to: number])[] = marks.map(({ x }) => [x - MARK, x + MARK]);
  const free = (from: number, to: number) =>
    from >= -room && to <= plan.width + room && taken.every(([low, high]) => to <= low || from >= high);
  const sides = new Map<Moment, 'left' | 'right'>();
  const order = marks.toSorted(
    (a, b) =>
      Number(b.moment.step === current) - Number(a.moment.step === current) ||
      WEIGHT[b.moment.kind] - WEIGHT[a.moment.kind],
  );
  for (const { moment, x, words } of order) {
    const length = words.length * LETTER + 4;
    for (const side of ['right', 'left'] as const) {
      const from = side === 'right' ? x + MARK : x - MARK - length;
      if (!free(from, from + length)) continue;
      taken.push([from, from + length]);
      sides.set(moment, side);
      break;
    }
  }
  return marks.map((mark) => ({ ...mark, side: sides.get(mark.moment) }));
}

/** Numbers along the steps: about every 100 pixels, at 1, 2 or 5 times a power of ten. */
export function stepTicks(first: number, last: number, width: number): number[] {
  const rough = Math.max(1, ((last - first) * 100) / Math.max(1, width));
  const power = 10 ** Math.floor(Math.log10(rough));
  const every = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(first / every) * every; tick < last - every * 0.4; tick += every) ticks.push(tick);
  return [...ticks, last];
}
