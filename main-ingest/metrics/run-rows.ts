import type { DataOf } from '../event/data.ts';
import type { EventRecord } from '../event/event.ts';
import { double, long } from './cells.ts';
import type { RowBatch } from './row-batch.ts';
import type { Row } from './tables.ts';

/**
 * Rows of the events of a training run. The metrics of a `ModelCheckpoint` are `learning_metrics` rows named
 * `checkpoint.{metric}`, so that they never mix with the `MetricRecorded` of the same name; a `ComponentError` is a
 * `system_metrics` row named `error.{code}` with the value 1.
 */
export function foldRunEvent(event: EventRecord, batch: RowBatch): void {
  switch (event.eventType) {
    case 'MetricRecorded': {
      const data: DataOf<'MetricRecorded'> = JSON.parse(event.data);
      batch.add('learning_metrics', [
        event.timestampUs,
        event.sessionId,
        data.name,
        double(data.value),
        data.step === undefined ? null : long(data.step),
        labelsText(data.labels),
      ]);
      return;
    }
    case 'ModelCheckpoint': {
      const data: DataOf<'ModelCheckpoint'> = JSON.parse(event.data);
      const labels = labelsText({ modelVersion: data.modelVersion });
      for (const [name, value] of Object.entries(data.metrics)) {
        const metric = `checkpoint.${name}`;
        batch.add('learning_metrics', [
          event.timestampUs,
          event.sessionId,
          metric,
          double(value),
          long(data.step),
          labels,
        ]);
      }
      return;
    }
    case 'ComponentError': {
      const data: DataOf<'ComponentError'> = JSON.parse(event.data);
      batch.add('system_metrics', [event.timestampUs, data.component, `error.${data.code}`, 1]);
    }
  }
}

/** Rows of `system_metrics` for the workbench's own health: one a named value of a component at a time. */
export function systemMetricRows(
  timestampUs: number,
  component: string,
  values: Readonly<Record<string, number>>,
): readonly Row[] {
  return Object.entries(values).map(([name, value]) => [timestampUs, component, name, double(value)]);
}

/** Labels as JSON text with sorted names, so that equal labels are equal text; null for none. */
function labelsText(labels: Readonly<Record<string, string>> | undefined): string | null {
  const names = Object.keys(labels ?? {});
  return labels === undefined || names.length === 0 ? null : JSON.stringify(labels, names.sort());
}
