import { useRef } from 'react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { engine } from '../../contract/engine.ts';
import { useFollow } from '../../contract/follow.ts';
import { useLive } from '../../contract/live-store.ts';
import { withSamples } from './samples.ts';

/** Everything about the workbench's health, pushed each second; while paused as it was then. */
export function useHealth(): HealthDetail | undefined {
  const { value } = useFollow((signal) => engine.health.watch(undefined, { signal }), 'health');
  const paused = useLive((view) => view.paused !== undefined);
  const seen = useRef<HealthDetail>(undefined);
  const shown = useRef<HealthDetail>(undefined);
  if (value && value !== seen.current) {
    seen.current = value;
    const before = shown.current?.samples ?? [];
    if (!paused || !shown.current) shown.current = { ...value, samples: withSamples(before, value.samples) };
  }
  return shown.current;
}
