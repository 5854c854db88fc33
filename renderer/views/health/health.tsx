import { useBarNote } from '../../frame/bar-note.ts';
import { ViewLoading } from '../../frame/view-states.tsx';
import { Banner } from './banner.tsx';
import { Connections } from './connections.tsx';
import styles from './health.module.css';
import { AcknowledgePanel, LagPanel, RatePanel } from './health-charts.tsx';
import { MemoryPanel } from './memory-panel.tsx';
import { outagesOf } from './outage.ts';
import { Pipeline } from './pipeline.tsx';
import { ProblemsPanel } from './problems-panel.tsx';
import { TablesPanel } from './tables-panel.tsx';
import { useHealth } from './use-health.ts';
import { WhatToDo } from './what-to-do.tsx';

const STATUS_WORDS = { ok: 'All is well', degraded: 'Degraded', down: 'Nothing is taken in' } as const;

/** The workbench itself: the way of an event, how long each part takes, and what to do when one stands still. */
export function View() {
  const detail = useHealth();
  useBarNote(
    `${detail ? `${STATUS_WORDS[detail.health.status]} · ` : ''}About the machine: the games’ scope does not apply here`,
  );
  if (!detail) return <ViewLoading />;
  const outages = outagesOf(detail.health);
  return (
    <div className={styles.health}>
      <div className={styles.way}>
        {outages.map((outage) => (
          <Banner key={outage.store} outage={outage} detail={detail} />
        ))}
        <Pipeline detail={detail} />
      </div>
      <WhatToDo detail={detail} outages={outages} />
      <RatePanel detail={detail} />
      <LagPanel detail={detail} />
      <AcknowledgePanel detail={detail} />
      <MemoryPanel detail={detail} />
      <Connections detail={detail} />
      <TablesPanel detail={detail} />
      <ProblemsPanel detail={detail} />
    </div>
  );
}
