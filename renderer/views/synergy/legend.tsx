import { readableOn } from '../../chart/colour.ts';
import { usePalette } from '../../theme/palette.ts';
import { scaleStops } from './colour-scale.ts';
import styles from './legend.module.css';
import { legendKeys, scaleEnds } from './legend-keys.ts';
import { type All, SURVIVAL, scaleWords } from './measure.ts';
import type { Measure } from './synergy-address.ts';

interface LegendProps {
  readonly measure: Measure;
  readonly all: All;
  readonly minGames: number;
}

/** What the colours say, and how sure they are. */
export function Legend({ measure, all, minGames }: LegendProps) {
  const palette = usePalette();
  const [less, more] = scaleEnds(measure);
  return (
    <div className={styles.legend}>
      <span className={styles.scale}>
        <span>{less}</span>
        <span className={styles.bar}>
          <i style={{ background: `linear-gradient(to right, ${scaleStops(palette.theme).join(', ')})` }} />
          {scaleWords(measure, all).map((word, place) => (
            <small key={word} style={{ left: `${place * 25}%` }} data-middle={place === 2 || undefined}>
              {word}
            </small>
          ))}
        </span>
        <span>{more}</span>
      </span>
      {legendKeys(measure, all, minGames, palette).map(({ looks, title, detail, colour, text }) => (
        <span key={looks} className={styles.key} title={detail}>
          <i
            aria-hidden
            data-looks={looks}
            style={colour === undefined ? undefined : { background: colour, color: readableOn(colour) }}
          >
            {text}
          </i>
          <span>
            <b>{title}</b>
            <small>{detail}</small>
          </span>
        </span>
      ))}
      <p className={styles.note}>{SURVIVAL}</p>
    </div>
  );
}
