import { Label, Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import styles from './stepped-slider.module.css';

interface SteppedSliderProps {
  readonly label: string;
  /** The values that it stops at, rising. */
  readonly stops: readonly number[];
  readonly value: number;
  /** What is written beside it, and said. */
  readonly text: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** A number among given ones, small steps below and large ones above: `At least ─●──── 8 games`. */
export function SteppedSlider({ label, stops, value, text, onChange }: SteppedSliderProps) {
  const above = stops.findIndex((stop) => stop >= value);
  const place = above === -1 ? stops.length - 1 : above;
  return (
    <Slider
      className={styles.slider ?? ''}
      minValue={0}
      maxValue={stops.length - 1}
      value={place}
      onChange={(next) => {
        const stop = stops[Number(next)];
        if (stop !== undefined && stop !== value) onChange(stop);
      }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <SliderTrack className={styles.track ?? ''}>
        {({ state }) => (
          <>
            <i className={styles.filled} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className={styles.thumb ?? ''} aria-valuetext={text(value)} />
          </>
        )}
      </SliderTrack>
      <b className={styles.value}>{text(value)}</b>
    </Slider>
  );
}
