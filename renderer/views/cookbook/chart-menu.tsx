import { Settings2 } from 'lucide-react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { QueryOutput, RecipeChart } from '../../../main-ingest/contract/cookbook.ts';
import { useAddress } from '../../address/address.ts';
import { CHART_TYPES, writeChart } from './chart-choice.ts';
import fields from './parameters.module.css';
import styles from './result.module.css';

interface ChartMenuProps {
  readonly chart: RecipeChart;
  readonly columns: QueryOutput['columns'];
}

const TYPE_WORDS: Readonly<Record<RecipeChart['type'], string>> = {
  none: 'None',
  bar: 'Bars',
  'stacked-bar': 'Stacked bars',
  line: 'Lines',
  'dot-interval': 'Dots with intervals',
  heatmap: 'Heatmap',
  scatter: 'Points',
};

/** How the answer is drawn: which columns, as what. The choice is in the address. */
export function ChartMenu({ chart, columns }: ChartMenuProps) {
  const { set } = useAddress();
  const names = columns.map(({ name }) => name);
  const change = (part: Partial<RecipeChart>) => set({ chart: writeChart({ ...chart, ...part }) }, { replace: true });
  const heat = chart.type === 'heatmap';
  return (
    <DialogTrigger>
      <AriaButton className={styles.menu ?? ''} aria-label="How it is drawn">
        <Settings2 size={14} aria-hidden />
      </AriaButton>
      <Popover className={fields.popover ?? ''} placement="bottom end">
        <Dialog aria-label="How it is drawn" className={styles.dialog ?? ''}>
          <Pick
            label="Chart"
            value={chart.type}
            choices={CHART_TYPES.map((type) => [type, TYPE_WORDS[type]])}
            pick={(text) => change({ type: CHART_TYPES.find((type) => type === text) ?? 'none' })}
          />
          <Pick label="Along" value={chart.x ?? ''} choices={pairs(names)} pick={(x) => change({ x })} />
          <Pick
            label={heat ? 'Across' : 'Value'}
            value={chart.y[0] ?? ''}
            choices={pairs(names)}
            pick={(y) => change({ y: [y] })}
          />
          <Pick
            label={heat ? 'Value' : 'Series'}
            value={(heat ? chart.value : chart.series) ?? ''}
            choices={[['', 'none'], ...pairs(names)]}
            pick={(text) => change(heat ? { value: text } : { series: text === '' ? undefined : text })}
          />
          <button type="button" onClick={() => set({ chart: undefined }, { replace: true })}>
            As it was
          </button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const pairs = (names: readonly string[]): [string, string][] => names.map((name) => [name, name]);

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly pick: (value: string) => void;
}

function Pick({ label, value, choices, pick }: PickProps) {
  return (
    <label>
      {label}
      <select className={fields.input} value={value} onChange={(event) => pick(event.target.value)}>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
