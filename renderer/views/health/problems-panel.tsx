import { Check } from 'lucide-react';
import { useState } from 'react';
import type { HealthDetail, Problem } from '../../../main-ingest/contract/health.ts';
import { engine } from '../../contract/engine.ts';
import { Button } from '../../control/button.tsx';
import { count } from '../../format/number.ts';
import { timeOf } from '../../format/time.ts';
import { Panel } from '../../panel/panel.tsx';
import type { PanelState } from '../../panel/panel-state.ts';
import { useGone } from '../../panel/use-panel-state.ts';
import styles from './health.module.css';
import lists from './lists.module.css';
import { StateWord, type Tone } from './state-word.tsx';

const TONES: Readonly<Record<Problem['severity'], Tone>> = { failure: 'failure', warning: 'warning', note: 'quiet' };
const WORDS: Readonly<Record<Problem['severity'], string>> = { failure: 'Failure', warning: 'Warning', note: 'Note' };

/** What is wrong, as data: what happened, its code, what to do. Seen pales, it never removes. */
export function ProblemsPanel({ detail }: { readonly detail: HealthDetail }) {
  const gone = useGone();
  // Pales at once; the next push says the same.
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const problems = detail.problems.map((problem) => ({ ...problem, seen: problem.seen || marked.has(problem.id) }));
  const open = problems.filter(({ seen }) => !seen).length;
  const state: PanelState | undefined =
    gone ??
    (problems.length === 0
      ? {
          kind: 'nothing',
          what: 'Nothing is wrong',
          how: 'What goes wrong is listed here until it is over, with what to do',
        }
      : undefined);
  const see = (id: string) => {
    setMarked((before) => new Set(before).add(id));
    void engine.health.markSeen({ problem: id });
  };
  return (
    <Panel
      title="Problems"
      about={problems.length === 0 ? 'none' : `${count(open)} not seen`}
      className={styles.problems}
      {...(state ? { state } : {})}
    >
      <ul className={lists.problems}>
        {problems.map(({ id, severity, at, code, message, tip, seen }) => (
          <li key={id} data-seen={seen || undefined}>
            <p>
              <StateWord tone={seen ? 'quiet' : TONES[severity]}>{seen ? 'Seen' : WORDS[severity]}</StateWord>{' '}
              <span>{timeOf(at)}</span> <code>{code}</code>
              {!seen && (
                <Button label={`Mark ${code} as seen`} onPress={() => see(id)}>
                  <Check size={13} aria-hidden /> Seen
                </Button>
              )}
            </p>
            <p>{message}</p>
            <p className={lists.quiet}>{tip}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
