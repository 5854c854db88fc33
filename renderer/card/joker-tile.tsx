import type { ReactNode } from 'react';
import styles from './joker-tile.module.css';

/** What a joker gave: `+40 Mult`, `×4 Mult`, `+100 Chips`, `+$3`. */
export interface Contribution {
  readonly kind: 'chips' | 'mult' | 'xmult' | 'dollars';
  readonly text: string;
  /** When it scored, from 0: a game that plays shows it in this order. */
  readonly order?: number;
}

interface JokerTileProps {
  readonly name: string;
  /** From 1, left to right. */
  readonly place: number;
  readonly edition?: string | undefined;
  /** Its effect in words. */
  readonly effect?: ReactNode;
  readonly contributions?: readonly Contribution[];
  /** What it deals in: its colour. */
  readonly tone?: 'chips' | 'mult' | 'money' | 'other' | undefined;
  readonly sellValue?: number | undefined;
  /** The largest factor of this hand. */
  readonly outlined?: boolean;
  readonly pale?: boolean;
}

/** A joker on the board: name, place, edition, effect, what it gave to this hand. */
export function JokerTile({
  name,
  place,
  edition,
  effect,
  contributions = [],
  tone,
  sellValue,
  outlined,
  pale,
}: JokerTileProps) {
  const last = contributions.at(-1);
  return (
    <article
      className={styles.joker}
      data-kind={tone ?? (last && colourKind(last.kind))}
      data-outlined={outlined || undefined}
      data-pale={pale || undefined}
      aria-label={`Joker ${place}: ${name}`}
      title={typeof effect === 'string' ? `${name}: ${effect}` : undefined}
    >
      <header>
        <h3>{name}</h3>
        <small>{place}</small>
      </header>
      {edition !== undefined && (
        <p className={styles.edition}>
          <i data-edition={edition} /> {edition}
        </p>
      )}
      {effect !== undefined && <p className={styles.effect}>{effect}</p>}
      {sellValue !== undefined && contributions.length === 0 && (
        <small className={styles.sells}>sells for ${sellValue}</small>
      )}
      {contributions.length > 0 && (
        <ul>
          {contributions.map(({ kind, text, order }) => (
            <li key={text} data-kind={colourKind(kind)} style={{ '--order': order ?? 0 }}>
              {text}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function colourKind(kind: Contribution['kind']): 'chips' | 'mult' | 'money' {
  return kind === 'chips' ? 'chips' : kind === 'dollars' ? 'money' : 'mult';
}
