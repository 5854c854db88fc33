import { storageFailure } from '../damage.ts';
import type { Refused } from './quarantine.ts';

/** How an error of a store is to be understood; the ports' own errors say `retry` and `eventId` themselves. */
export interface StoreFailure {
  readonly code: string;
  readonly message: string;
  /**
   * `store`: it may work later. `event`: an event is unacceptable. `unknown`: an error that does not say; it counts as
   * the store's a few times and then as an event's.
   */
  readonly fault: 'store' | 'event' | 'unknown';
  /** The unacceptable event, where the store knows it. */
  readonly eventId: string | undefined;
}

export function asStoreFailure(error: unknown): StoreFailure {
  if (!(error instanceof Error))
    return { code: 'FAILED', message: String(error), fault: 'unknown', eventId: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const eventId = 'eventId' in error && typeof error.eventId === 'string' ? error.eventId : undefined;
  const retry = 'retry' in error ? error.retry : undefined;
  const fault = retry === true ? 'store' : retry === false ? 'event' : 'unknown';
  return { code, message: error.message, fault, eventId };
}

/** What keeps a delivery from going on that is not the store's doing. Trying again soon won't cure it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: 'TRIMMED' | 'AHEAD' | 'REFUSES_ALL' | 'UNKEPT' | 'ELSEWHERE';
  readonly retry = true;

  constructor(code: DeliveryError['code'], message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** What a store refuses and that cannot be put aside either: it waits, as it would be nowhere if it were skipped. */
export function unkept({ excerpt, reason }: Refused, cause: unknown): DeliveryError {
  const why = storageFailure(cause)?.message ?? (cause instanceof Error ? cause.message : String(cause));
  const what = excerpt === '' ? reason : `The store refuses the ${excerpt.slice(0, EXCERPT)} (${reason})`;
  const message = `${what}, and the quarantine cannot keep it: ${why}. It waits in the journal, with what follows it`;
  return new DeliveryError('UNKEPT', message, { cause });
}

const EXCERPT = 80;

/** What to do about a store that lacks what the journal has given up. */
const REPAIRS = {
  history:
    'put back the one that belongs to it, or stop the workbench and let `npm run doctor -- --repair` go on without them',
  metrics: 'make it anew of the history, by the button in Health or with `npm run rebuild -- metrics`',
} as const;
/** Of a server, what is remembered beside it is the older one. */
const REPAIR_OF_INDEX = 'stop the workbench and move delivery.sqlite away: it is made anew of what the server has';

/**
 * Whether what a store has confirmed fits the journal.
 * @throws DeliveryError `TRIMMED` or `AHEAD`
 */
export function checkPlace(
  { store, kind }: { readonly store: 'history' | 'metrics'; readonly kind: string },
  checkpoint: number,
  oldest: number,
  durable: number,
): void {
  if (checkpoint < oldest) {
    throw new DeliveryError(
      'TRIMMED',
      `The store has the events up to ${checkpoint}, the journal begins at ${oldest}: ${oldest - checkpoint} are in neither. ` +
        `The store is older than the rest of the data folder: ${kind === 'eventstoredb' ? REPAIR_OF_INDEX : REPAIRS[store]}`,
    );
  }
  if (checkpoint > durable) {
    throw new DeliveryError(
      'AHEAD',
      `The store has the events up to ${checkpoint}, the journal ends at ${durable}. ` +
        'It belongs to another data folder, or was away when the journal was begun anew: use the one that belongs to this folder, or an empty one',
    );
  }
}
