import type { GameStart } from './game-state.ts';
import type { Row } from './tables.ts';

/** Changes of money of a game in one ante, whole dollars. */
interface AnteTally {
  readonly ante: number;
  changes: number;
  earned: number;
  spent: number;
  interest: number;
  /** Spent on purchases, boosters and rerolls. */
  shopping: number;
  mostHeld: number;
}

/** Decisions of a game by tenths of confidence: the first is below 0.1, the last from 0.9 to 1. */
interface ConfidenceTallies {
  readonly decisions: number[];
  /** Sums of their confidence. */
  readonly confidence: number[];
  /** Those that used the LLM. */
  readonly llm: number[];
}

/** What the rows of a completed game sum up, counted while it is in flight. Plain JSON values. */
export interface GameSummary {
  readonly antes: AnteTally[];
  readonly tenths: ConfidenceTallies;
  /** Antes that rows have been made for: a row that was made too early can be emptied, not taken back. */
  readonly antesMade: number[];
}

/** Where and how a game ended, and what it is searched by. */
interface GameEnd {
  readonly timestampUs: number;
  readonly sessionId: string;
  readonly startedUs: number | null;
  readonly start: GameStart | null;
  readonly outcome: string;
}

const TENTHS = 10;
const SHOPPING: ReadonlySet<string> = new Set(['purchase', 'booster', 'reroll']);

export function newSummary(): GameSummary {
  const none = Array.from({ length: TENTHS }, () => 0);
  return { antes: [], tenths: { decisions: none, confidence: [...none], llm: [...none] }, antesMade: [] };
}

/** A copy that can be counted on; `antesMade` is one list for all copies, as there is one store. */
export function copyOfSummary({ antes, tenths, antesMade }: GameSummary): GameSummary {
  return { antes: antes.map((tally) => ({ ...tally })), tenths: structuredClone(tenths), antesMade };
}

/** Counts a change of money for the ante that it lies in. */
export function tallyMoney(summary: GameSummary, ante: number, kind: string, amount: number, balance: number): void {
  // The ante that is being played was the last to be added.
  let tally = summary.antes.findLast((known) => known.ante === ante);
  if (tally === undefined) {
    tally = { ante, changes: 0, earned: 0, spent: 0, interest: 0, shopping: 0, mostHeld: balance };
    summary.antes.push(tally);
  }
  tally.changes += 1;
  if (amount > 0) tally.earned += amount;
  else tally.spent -= amount;
  if (kind === 'interest') tally.interest += amount;
  if (SHOPPING.has(kind)) tally.shopping -= amount;
  tally.mostHeld = Math.max(tally.mostHeld, balance);
}

/** Counts a decision for its tenth of confidence. */
export function tallyDecision(summary: GameSummary, confidence: number, usedLlm: boolean): void {
  const tenth = Math.min(Math.floor(confidence * TENTHS), TENTHS - 1);
  const { decisions, confidence: sums, llm } = summary.tenths;
  decisions[tenth] = (decisions[tenth] ?? 0) + 1;
  sums[tenth] = (sums[tenth] ?? 0) + confidence;
  if (usedLlm) llm[tenth] = (llm[tenth] ?? 0) + 1;
}

/** Number of a game's decisions that used the LLM. */
export function llmDecisions({ tenths }: GameSummary): number {
  return tenths.llm.reduce((sum, count) => sum + count, 0);
}

/**
 * Rows of `game_antes`: one an ante in which money changed, and an empty one for each ante that an earlier row of this end
 * named and no change lies in (the ante was not known yet).
 */
export function anteRows(summary: GameSummary, end: GameEnd): Row[] {
  const { antes, antesMade } = summary;
  const gone = antesMade.filter((ante) => antes.every((tally) => tally.ante !== ante));
  for (const { ante } of antes) if (!antesMade.includes(ante)) antesMade.push(ante);
  const empty = { changes: 0, earned: 0, spent: 0, interest: 0, shopping: 0, mostHeld: 0 };
  return [...antes, ...gone.map((ante): AnteTally => ({ ante, ...empty }))].map((tally) => [
    end.timestampUs,
    end.sessionId,
    tally.ante,
    tally.changes,
    tally.earned,
    tally.spent,
    tally.interest,
    tally.shopping,
    tally.mostHeld,
    ...searchedBy(end),
  ]);
}

/** Rows of `game_confidence`: one a tenth of confidence that a decision lies in. */
export function confidenceRows({ tenths }: GameSummary, end: GameEnd): Row[] {
  const { timestampUs, sessionId } = end;
  return tenths.decisions.flatMap((decisions, tenth): Row[] =>
    decisions === 0
      ? []
      : [
          [
            ...[timestampUs, sessionId, tenth, decisions],
            ...[tenths.confidence[tenth] ?? 0, tenths.llm[tenth] ?? 0],
            ...searchedBy(end),
          ],
        ],
  );
}

function searchedBy({ startedUs, start, outcome }: GameEnd): Row {
  return [
    startedUs,
    start?.strategyId ?? null,
    start?.modelVersion ?? null,
    start?.deck ?? null,
    start?.stakes ?? null,
    outcome,
  ];
}
