import { useState } from 'react';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { Panel } from '../../panel/panel.tsx';
import type { PanelState, SkeletonShape } from '../../panel/panel-state.ts';
import { toast } from '../../toast/toast.ts';
import styles from './states.module.css';

/** Every state of the panel, side by side: to look at, and for whoever writes a view. */
export function View() {
  const [opened] = useState(Date.now);
  return (
    <div className={styles.states}>
      {STATES.map(({ name, about, state, spec, title }) => (
        <article key={name}>
          <h2>
            {name} <span>{about}</span>
          </h2>
          <ChartPanel title={title} spec={spec ?? BARS} state={state(opened)} className={styles.panel} />
        </article>
      ))}
      <article>
        <h2>
          Without a chart <span>a panel holds anything</span>
        </h2>
        <Panel title="Ready" about="words" className={styles.panel}>
          <p>Nothing to say beyond what is in it.</p>
        </Panel>
      </article>
    </div>
  );
}

interface Example {
  readonly name: string;
  readonly about: string;
  readonly title: string;
  readonly state: (opened: number) => PanelState;
  readonly spec?: ChartSpec;
}

const told = (text: string) => () => toast(text);
const loading = (since: number, shape: SkeletonShape): PanelState => ({ kind: 'loading', since, shape });

const BARS: ChartSpec = {
  label: 'Mean score of a hand by ante',
  x: { kind: 'category', unit: 'text', label: 'ante', categories: ['1', '2', '3', '4', '5', '6', '7', '8'] },
  y: { kind: 'value', unit: 'score' },
  series: [
    {
      kind: 'bar',
      name: 'Mean score',
      colour: 0,
      points: [310, 620, 1_240, 2_900, 5_800, 11_400, 21_300, 38_100].map((y, index) => ({ x: String(index + 1), y })),
    },
  ],
};

const THIN: ChartSpec = {
  label: 'Win rate by strategy',
  x: { kind: 'value', unit: 'share', min: 0, max: 1 },
  y: { kind: 'category', unit: 'text', label: 'strategy', categories: ['smart-economy', 'smart-skip', 'smart-flush'] },
  series: [
    {
      kind: 'dot',
      name: 'Win rate',
      colour: 'win',
      points: [
        { x: 0.31, y: 'smart-economy', low: 0.22, high: 0.42, n: 84 },
        { x: 0.27, y: 'smart-skip', low: 0.17, high: 0.4, n: 56 },
        { x: 0.5, y: 'smart-flush', low: 0.15, high: 0.85, n: 4, thin: true },
      ],
    },
  ],
};

const STATES: readonly Example[] = [
  {
    name: 'Loading',
    about: 'after 300 ms; before, the old picture stays',
    title: 'Where games die',
    state: (opened) => loading(opened, 'grid'),
  },
  {
    name: 'Loading long',
    about: 'after 2 s: how far, and a way out',
    title: 'Joker pairs',
    state: (opened) => ({
      kind: 'loading',
      since: opened - 4_600,
      progress: { done: 6_200_000, of: 10_000_000, what: 'hands' },
      cancel: told('Cancelled'),
    }),
  },
  {
    name: 'Empty: filters',
    about: 'names the filter that empties it',
    title: 'Boss blinds',
    state: () => ({
      kind: 'empty',
      filter: 'Stake: Gold',
      without: 161,
      clear: told('Cleared'),
      clearAll: { filters: 3, run: told('All cleared') },
    }),
  },
  {
    name: 'Empty: nothing yet',
    about: 'what belongs here, how it gets here',
    title: 'Checkpoints',
    state: () => ({
      kind: 'nothing',
      what: 'No checkpoint has arrived',
      how: (
        <>
          A training job sends <code>ModelCheckpoint</code> each time it saves a model
        </>
      ),
      example: '{"eventType": "ModelCheckpoint", "data": {"modelVersion": "ppo-001", "step": 1, "metrics": {}}}',
    }),
  },
  {
    name: 'Too thin to judge',
    about: 'n < 10: hatched and pale',
    title: 'Win rate by strategy',
    state: () => ({ kind: 'thin', n: 4, of: 'about smart-flush' }),
    spec: THIN,
  },
  {
    name: 'Partial',
    about: 'drawn as far as it goes',
    title: 'Win rate',
    state: () => ({ kind: 'partial', what: 'Importing 63 %' }),
  },
  {
    name: 'Stale',
    about: 'values stay, pale; time and reason',
    title: 'Score of a hand',
    state: () => ({ kind: 'stale', at: '09:28:02', why: 'QuestDB is down; 1.6 M events wait', health: true }),
  },
  {
    name: 'Error',
    about: 'what, what it means, what to do, code',
    title: 'Economy by ante',
    state: () => ({
      kind: 'error',
      what: 'This query ran out of memory',
      code: 'QUERY_MEMORY',
      detail: '614 MB of 512 MB',
      data: 'unharmed, the other panels go on',
      tip: 'choose a shorter time, or raise the limit',
      retry: told('Tried again'),
    }),
  },
  {
    name: 'Live, paused',
    about: 'nothing moves; counts what came',
    title: 'Latest games',
    state: () => ({ kind: 'paused', at: '09:28:02', missed: '38 games since', goLive: told('Live') }),
  },
  {
    name: 'Truncated',
    about: 'says of how many, gives the rest',
    title: 'Result',
    state: () => ({ kind: 'truncated', shown: 10_000, of: 1_200_000, all: told('Saved') }),
  },
  {
    name: 'Engine gone',
    about: 'each live panel says so',
    title: 'Events a second',
    state: (opened) => ({ kind: 'gone', attempt: 2, retryAt: opened + 3_000, reason: '' }),
  },
];
