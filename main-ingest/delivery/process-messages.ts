import type { Answer, Request } from '../metrics/remote.ts';
import type { MetricsPlaces } from './metrics-delivery.ts';
import type { StoreCommand, StoreMessage } from './store-worker.ts';

/** How far the journal is durable, and where it begins. */
export interface Positions {
  readonly durable: number;
  readonly oldest: number;
}

export interface ProcessStart extends MetricsPlaces {
  readonly positions: Positions;
  /** Beyond that the process ends itself. */
  readonly memoryBytes: number;
}

/** From the engine to the metrics' process. */
export type ToProcess =
  | { readonly start: ProcessStart }
  | { readonly published: Positions }
  | { readonly command: StoreCommand }
  | { readonly request: Request };

/** From the metrics' process to the engine. */
export type FromProcess = StoreMessage | { readonly answer: Answer } | { readonly died: string };

/** What the process ends with when it took more memory than it may. */
export const TOO_MUCH_MEMORY = 71;
