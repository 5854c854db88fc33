import type { CanonicalEvent } from '../../event/event.ts';
import { isInstant } from '../../event/record.ts';
import { isEarlyBalatrobotState, observeEarlyBalatrobot } from './balatrobot-early-state.ts';
import { readRequest } from './balatrobot-request.ts';
import { isBalatrobotState, observeBalatrobot } from './balatrobot-state.ts';
import { RunDerivation } from './derivation.ts';
import type { Arrival, Dialect, Translation } from './dialect.ts';
import { type Fields, fields, isFields, number } from './fields.ts';
import type { Observation, Request } from './observation.ts';
import { RunEvents } from './run-events.ts';
import type { Draft } from './step.ts';

/**
 * Recordings of BalatroBot (interfaces, section 6), one line a value, in either layout: one state a line, which is the
 * one that its request is made in; or the states before and after. Lines without a request are states alone.
 *
 * A run's ids come from the line that it starts with, so the same recording gives the same events.
 */
export class BalatrobotDialect implements Dialect {
  #derivation: RunDerivation | undefined;
  #events: RunEvents | undefined;
  /** What was asked for in the state seen last. */
  #request: Request | undefined;
  #name = '';
  #seen = '';

  reads(value: unknown): boolean {
    return isFields(value) && !('eventType' in value) && readLine(value) !== undefined;
  }

  translate(value: unknown, arrival: Arrival): Translation {
    const line = readLine(fields(value));
    if (line === undefined) return { refused: { code: 'UNKNOWN_FORMAT', reason: 'No BalatroBot state' } };
    for (const { atUs } of [...line.before, ...line.after])
      if (atUs !== undefined && !isInstant(atUs))
        return {
          refused: { code: 'BAD_TIMESTAMP', reason: `timestamp_ms: ${atUs / 1000} ms is no time of any calendar` },
        };
    const name = () => (line.timed ? JSON.stringify(value) : `${arrival.source}\n${JSON.stringify(value)}`);
    const events: CanonicalEvent[] = [];
    // The state in which a run is asked for is what an earlier one left.
    const stale = line.request?.action === 'start' && this.#derivation === undefined;
    for (const { state, atUs = arrival.atUs } of stale ? [] : line.before) events.push(...this.#see(state, atUs, name));
    if (line.request !== undefined) {
      this.#request = line.request;
      if (endsRun(line.request)) events.push(...this.#leave(line.before.at(-1)?.atUs ?? arrival.atUs));
      if (line.request.action === 'start') this.#name = name();
    }
    for (const { state, atUs = arrival.atUs } of line.after) events.push(...this.#see(state, atUs, name));
    return { events };
  }

  #see(state: Observation, atUs: number, name: () => string): CanonicalEvent[] {
    if (state.phase === 'between') return [];
    if (state.phase === 'menu') return this.#leave(atUs);
    const events: CanonicalEvent[] = [];
    if (this.#derivation?.excludes(state) === true) events.push(...this.#leave(atUs));
    this.#derivation ??= new RunDerivation();
    this.#events ??= new RunEvents('balatrobot', this.#name || name());
    const request = this.#request;
    this.#request = undefined;
    // The state that a line repeats from the one before says nothing new.
    const seen = JSON.stringify(state);
    if (request === undefined && seen === this.#seen) return events;
    this.#seen = seen;
    events.push(...this.#envelopes(this.#derivation.observe(state, request, atUs), atUs));
    return events;
  }

  #leave(atUs: number): CanonicalEvent[] {
    const events = this.#envelopes(this.#derivation?.leave(atUs) ?? [], atUs);
    this.#derivation = undefined;
    this.#events = undefined;
    this.#name = '';
    this.#seen = '';
    return events;
  }

  #envelopes(drafts: readonly Draft[], atUs: number): CanonicalEvent[] {
    return drafts.flatMap((draft) => this.#events?.make(draft, atUs) ?? []);
  }
}

function endsRun(request: Request): boolean {
  return request.action === 'menu' || request.action === 'start' || request.action === 'load';
}

interface Seen {
  readonly state: Observation;
  readonly atUs: number | undefined;
}

interface Line {
  readonly before: readonly Seen[];
  readonly request: Request | undefined;
  readonly after: readonly Seen[];
  /** Whether the line bears a time, and so differs from the same line of another run. */
  readonly timed: boolean;
}

function readLine(line: Fields): Line | undefined {
  const at = microseconds(line.timestamp_ms);
  const atBefore = microseconds(line.timestamp_ms_before) ?? at;
  const atAfter = microseconds(line.timestamp_ms_after) ?? at;
  const pair = 'game_state_before' in line || 'game_state_after' in line;
  const alone = observe(line);
  const before = pair ? observe(line.game_state_before) : (observe(line.game_state) ?? alone);
  const after = pair ? observe(line.game_state_after) : observe(line.result);
  if (before === undefined && after === undefined) return undefined;
  return {
    before: before === undefined ? [] : [{ state: before, atUs: atBefore }],
    request: alone === undefined ? readRequest(line.function ?? line.request ?? line) : undefined,
    after: after === undefined ? [] : [{ state: after, atUs: atAfter }],
    timed: atBefore !== undefined || atAfter !== undefined,
  };
}

function observe(value: unknown): Observation | undefined {
  if (isBalatrobotState(value)) return observeBalatrobot(value);
  return isEarlyBalatrobotState(value) ? observeEarlyBalatrobot(value) : undefined;
}

function microseconds(value: unknown): number | undefined {
  const ms = number(value);
  return ms === undefined ? undefined : Math.round(ms * 1000);
}
