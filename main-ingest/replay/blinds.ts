import type { BlindScore } from '../contract/games.ts';
import type { HandPlayedData } from '../event/data.ts';
import { type AnyStep, isKnownStep } from './step.ts';

/** Gathers a game's blinds as its events go by: what each needed, what each hand scored, how it ended. */
export class BlindScores {
  readonly #blinds: BlindScore[] = [];

  /** Blinds so far; the last one may still be played. */
  get blinds(): readonly BlindScore[] {
    return this.#blinds;
  }

  add(event: AnyStep): void {
    if (!isKnownStep(event)) return;
    const step = event.sequenceId;
    switch (event.eventType) {
      case 'BlindSelected':
        this.#blinds.push(opened(event.data, step));
        return;
      case 'HandPlayed': {
        const blind = this.#blindOf(event.data, step);
        const { handType, scoring, roundScore, targetScore } = event.data;
        blind.hands.push({ step, handType, score: scoring.finalScore, roundScore });
        blind.score = roundScore;
        blind.target = targetScore;
        blind.lastStep = step;
        return;
      }
      case 'RoundCompleted': {
        const blind = this.#blindOf(event.data, step);
        blind.score = event.data.score;
        blind.target = event.data.targetScore;
        blind.outcome = event.data.outcome;
        blind.lastStep = step;
        return;
      }
      default: {
        const last = this.#blinds.at(-1);
        if (last?.outcome === 'continues') last.lastStep = step;
      }
    }
  }

  /** The blind being played; a new one where the recording did not tell that it began. */
  #blindOf(data: Named, step: number): BlindScore {
    const last = this.#blinds.at(-1);
    if (last && last.round === data.round && last.outcome === 'continues') return last;
    const blind = opened(data, step);
    this.#blinds.push(blind);
    return blind;
  }
}

type Named = Pick<HandPlayedData, 'ante' | 'round' | 'blindType' | 'blindName' | 'targetScore'>;

function opened({ ante, round, blindType, blindName, targetScore }: Named, step: number): BlindScore {
  return {
    ante,
    round,
    blindType,
    blindName,
    firstStep: step,
    lastStep: step,
    target: targetScore,
    score: 0,
    outcome: 'continues',
    hands: [],
  };
}
