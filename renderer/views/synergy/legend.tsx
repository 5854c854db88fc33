import { count } from '../../format/number.ts';
import { useTheme } from '../../theme/theme.ts';
import { scaleStops } from './colour-scale.ts';
import styles from './legend.module.css';
import { type All, noEffect, scaleWords } from './measure.ts';
import type { Measure } from './synergy-address.ts';

interface LegendProps {
  readonly measure: Measure;
  readonly all: All;
  readonly minGames: number;
}

/** What the colours say, and how sure they are. */
export function Legend({ measure, all, minGames }: LegendProps) {
  const stops = scaleStops(useTheme());
  const score = measure === 'mean-score';
  const middle = noEffect(measure, all);
  return (
    <div className={styles.legend}>
      <span className={styles.scale}>
        <span>{score ? 'scores less' : 'wins less'}</span>
        <span className={styles.bar}>
          <i style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
          {scaleWords(measure, all).map((word, place) => (
            <small key={word} style={{ left: `${place * 25}%` }} data-middle={place === 2 || undefined}>
              {word}
            </small>
          ))}
        </span>
        <span>{score ? 'scores more' : 'wins more'}</span>
      </span>
      <Key looks="sure" colour={stops[4]} title="stands out" detail={`interval leaves out ${middle}`} />
      <Key looks="unsure" colour={stops[3]} title="could be chance" detail={`interval holds ${middle}`} />
      <Key looks="thin" title="too thin" detail={`under ${count(minGames)} games`} />
      <Key looks="alone" colour={stops[3]} title="alone" detail="the joker by itself" />
    </div>
  );
}

interface KeyProps {
  readonly looks: string;
  readonly colour?: string | undefined;
  readonly title: string;
  readonly detail: string;
}

function Key({ looks, colour, title, detail }: KeyProps) {
  return (
    <span className={styles.key}>
      <i data-looks={looks} style={colour === undefined ? undefined : { background: colour }} />
      <span>
        <b>{title}</b>
        <small>{detail}</small>
      </span>
    </span>
  );
}
