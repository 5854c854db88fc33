import { memo } from 'react';
import type { Step } from '../../../main-ingest/contract/replay.ts';
import { CardChip, PlayingCard } from '../../card/playing-card.tsx';
import styles from './board.module.css';
import { type ShownCard, shownHand } from './hand-marks.ts';

const LEGEND: Readonly<Record<ShownCard['state'], string | undefined>> = {
  played: 'lifted: played',
  discarded: 'pale: discarded',
  drawn: 'all drawn now',
  held: undefined,
};

/** The hand; at a hand or a discard the cards held before it. */
export function Hand({ step }: { readonly step: Step }) {
  const { cards, drew } = shownHand(step);
  const marked = cards.find(({ state }) => state !== 'held')?.state ?? 'held';
  const left = cards.filter(({ state }) => state === 'held').length;
  const gone = cards.length - left;
  return (
    <section className={styles.hand} aria-label="Hand" data-empty={cards.length === 0 || undefined}>
      <h3 className={styles.label}>
        <span>
          Hand {cards.length > 0 ? <b>{cards.length}</b> : emptyWords(step)}{' '}
          {(marked === 'played' || marked === 'discarded') && `${gone} ${marked}, ${left} held`}
          {drew.length > 0 && (
            <span className={styles.drew}>
              then drew{' '}
              {drew.map((code, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two cards of a deck may have one code
                <CardChip key={index} code={code} />
              ))}
            </span>
          )}
        </span>
        <span>{LEGEND[marked]}</span>
      </h3>
      {cards.length > 0 && (
        <div className={styles.place}>
          <ul className={styles.cards} style={{ '--cards': cards.length }}>
            {cards.map(({ code, state }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a card is its place in the hand
              <li key={index}>
                <Card code={code} state={state} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** A card changes seldom from one step to the next: it is drawn again only then. */
const Card = memo(function Card({ code, state }: ShownCard) {
  return state === 'played' || state === 'discarded' ? (
    <PlayingCard code={code} state={state} />
  ) : (
    <PlayingCard code={code} />
  );
});

function emptyWords({ state }: Step): string {
  if (state.phase === 'shop' || state.phase === 'round-end' || state.phase === 'blind-select')
    return 'empty between rounds';
  return state.phase === 'booster' ? 'none dealt' : 'empty';
}
