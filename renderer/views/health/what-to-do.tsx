import { Copy } from 'lucide-react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { Link } from '../../address/link.tsx';
import { Button } from '../../control/button.tsx';
import { duration } from '../../format/number.ts';
import { Panel } from '../../panel/panel.tsx';
import { useGone } from '../../panel/use-panel-state.ts';
import { toast } from '../../toast/toast.ts';
import styles from './health.module.css';
import lists from './lists.module.css';
import { type Outage, type Step, stepsFor } from './outage.ts';
import { fullInMs, journalGrowth } from './samples.ts';
import { useClock } from './use-clock.ts';

interface WhatToDoProps {
  readonly detail: HealthDetail;
  readonly outages: readonly Outage[];
}

/** What a person does now: nothing, most of the time. */
export function WhatToDo({ detail, outages }: WhatToDoProps) {
  const now = useClock();
  const gone = useGone();
  const { health, dataFolder, samples } = detail;
  const [outage] = outages;
  const fullIn = fullInMs(health.journal, journalGrowth(samples));
  const steps: readonly Step[] =
    outage === undefined ? quietSteps(detail) : stepsFor({ outage, health, dataFolder, fullIn, now });
  return (
    <Panel
      title="What to do"
      about={outage === undefined ? 'nothing now' : 'your data is safe'}
      className={styles.todo}
      {...(gone ? { state: gone } : {})}
      footer={
        outage === undefined
          ? `Up for ${duration(health.uptimeMs)} · version ${health.version}`
          : 'Back again, it catches up by itself'
      }
    >
      <ol className={lists.steps}>
        {steps.map((step) => (
          <li key={step.text}>
            <span>
              {step.text} {step.code !== undefined && <Typed text={step.code} />}
              {step.to && <Link to={step.to.path}>{step.to.words}</Link>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function quietSteps({ dataFolder, address, problems }: HealthDetail): readonly Step[] {
  const open = problems.filter(({ seen }) => !seen).length;
  return [
    {
      text:
        open === 0
          ? 'Every part does its work'
          : `Look at ${open === 1 ? 'the problem' : `the ${open} problems`} below`,
    },
    { text: 'All data lies in', code: dataFolder },
    ...(address === null ? [] : [{ text: 'Producers post to', code: `${address}/api/v1/events` }]),
  ];
}

function Typed({ text }: { readonly text: string }) {
  const copy = () => void navigator.clipboard.writeText(text).then(() => toast('Copied'));
  return (
    <span className={lists.typed}>
      <code title={text}>{text}</code>
      <Button kind="icon" label={`Copy ${text}`} onPress={copy}>
        <Copy size={12} />
      </Button>
    </span>
  );
}
