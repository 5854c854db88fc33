import { useMemo } from 'react';
import type { HealthDetail, HealthSample } from '../../../main-ingest/contract/health.ts';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { PanelState } from '../../panel/panel-state.ts';
import { useGone } from '../../panel/use-panel-state.ts';
import styles from './health.module.css';
import { acknowledgeSpec, lagSpec, rateSpec } from './health-specs.ts';

interface HealthChartProps {
  readonly detail: HealthDetail;
}

function useChartState(samples: readonly HealthSample[]): PanelState | undefined {
  const gone = useGone();
  if (gone) return gone;
  return samples.length < 2
    ? { kind: 'nothing', what: 'It has just started', how: 'A point is added each second' }
    : undefined;
}

const stated = (state: PanelState | undefined) => (state ? { state } : {});

/** Events a second by source. */
export function RatePanel({ detail }: HealthChartProps) {
  const spec = useMemo(() => rateSpec(detail), [detail]);
  return (
    <ChartPanel
      title="Events a second"
      about="by source"
      spec={spec}
      className={styles.rate}
      {...stated(useChartState(detail.samples))}
    />
  );
}

/** How far behind each store is. */
export function LagPanel({ detail }: HealthChartProps) {
  const spec = useMemo(() => lagSpec(detail), [detail]);
  return (
    <ChartPanel
      title="How far behind?"
      about="lag of each store, log"
      spec={spec}
      className={styles.lag}
      {...stated(useChartState(detail.samples))}
    />
  );
}

/** How long a producer waits until its events are safe. */
export function AcknowledgePanel({ detail }: HealthChartProps) {
  const spec = useMemo(() => acknowledgeSpec(detail), [detail]);
  return (
    <ChartPanel
      title="Time to acknowledge"
      about="ms, log"
      spec={spec}
      className={styles.acknowledge}
      {...stated(useChartState(detail.samples))}
    />
  );
}
