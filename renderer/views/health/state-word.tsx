import { CircleAlert, CircleCheck, CircleDot, LoaderCircle, TriangleAlert } from 'lucide-react';
import styles from './state-word.module.css';

export type Tone = 'good' | 'warning' | 'failure' | 'quiet' | 'starting';

const ICONS = {
  good: CircleCheck,
  warning: TriangleAlert,
  failure: CircleAlert,
  quiet: CircleDot,
  starting: LoaderCircle,
} as const;

/** A state is always icon, word and colour. */
export function StateWord({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  const Icon = ICONS[tone];
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon size={13} aria-hidden /> {children}
    </span>
  );
}

const STORE_TONES: Readonly<Record<string, Tone>> = {
  connected: 'good',
  degraded: 'warning',
  down: 'failure',
  starting: 'starting',
};
const STORE_WORDS: Readonly<Record<string, string>> = {
  connected: 'Connected',
  degraded: 'Unsteady',
  down: 'Down',
  starting: 'Starting',
};

/** The state of a store. */
export function StoreState({ state }: { readonly state: string }) {
  return <StateWord tone={STORE_TONES[state] ?? 'quiet'}>{STORE_WORDS[state] ?? state}</StateWord>;
}
