import { useState } from 'react';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import type { GameFacets } from '../../../main-ingest/contract/games.ts';
import { count } from '../../format/number.ts';
import styles from './facets.module.css';
import type { Range } from './query-terms.ts';

interface ModelRangeProps {
  readonly values: GameFacets['model'];
  readonly range: Range;
  readonly setRange: (range: Range) => void;
}

/** Model versions in their order as bars, with a handle at each end. */
export function ModelRange({ values, range, setRange }: ModelRangeProps) {
  const models = [...values].sort((a, b) => a.value.localeCompare(b.value, 'en', { numeric: true }));
  const last = models.length - 1;
  const place = (model: string | undefined, otherwise: number) => {
    const index = models.findIndex(({ value }) => value === model);
    return index >= 0 ? index : otherwise;
  };
  const set = [place(range.from, 0), place(range.to, last)];
  const [dragged, setDragged] = useState<readonly number[]>();
  const [from = 0, to = last] = dragged ?? set;
  const most = Math.max(1, ...models.map(({ games }) => games));
  const isSet = range.from !== undefined || range.to !== undefined;
  const finish = (ends: number[]) => {
    const [low = 0, high = last] = ends;
    setDragged(undefined);
    setRange({ from: low > 0 ? models[low]?.value : undefined, to: high < last ? models[high]?.value : undefined });
  };
  return (
    <fieldset className={styles.section}>
      <legend>
        Model
        {isSet && (
          <button
            type="button"
            className={styles.clear}
            aria-label="Clear model"
            onClick={() => setRange({ from: undefined, to: undefined })}
          >
            set
          </button>
        )}
      </legend>
      <div className={styles.models}>
        {models.map(({ value, games }, index) => (
          <i
            key={value}
            data-in={(index >= from && index <= to) || undefined}
            title={`${value}: ${count(games)} games`}
            style={{ height: `${(games / most) * 100}%` }}
          />
        ))}
      </div>
      {last > 0 && (
        <Slider
          aria-label="Model versions"
          minValue={0}
          maxValue={last}
          value={[from, to]}
          onChange={setDragged}
          onChangeEnd={finish}
        >
          <SliderTrack className={styles.track ?? ''}>
            <SliderThumb index={0} className={styles.thumb ?? ''} aria-label="From model" />
            <SliderThumb index={1} className={styles.thumb ?? ''} aria-label="To model" />
          </SliderTrack>
        </Slider>
      )}
      <div className={styles.ends}>
        <span>{models[from]?.value}</span>
        <span>{models[to]?.value}</span>
      </div>
    </fieldset>
  );
}
