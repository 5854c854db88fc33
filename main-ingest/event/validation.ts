import type { z } from 'zod';
import { eventData, isKnownType } from './data.ts';
import { type CanonicalEvent, type EventData, isObject, isRunEvent, type Json, MAX_INTEGER } from './event.ts';
import { isFiniteJson, overflows, repair, toFiniteJson } from './overflow.ts';
import { timestampToUs } from './timestamp.ts';

/** Why an event is not taken. `reason` names the path and what is wrong there, for the person who reads it. */
export interface Refusal {
  readonly code:
    | 'NOT_AN_EVENT'
    | 'BAD_EVENT_ID'
    | 'BAD_EVENT_TYPE'
    | 'BAD_TIMESTAMP'
    | 'BAD_SESSION_ID'
    | 'BAD_SEQUENCE_ID'
    | 'BAD_FIELD'
    | 'BAD_DATA';
  readonly reason: string;
}

export type Reading = { readonly event: CanonicalEvent } | { readonly refused: Refusal };

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** What names something: not empty, no control characters or halves of characters, not longer than a store may key by. */
const name = /^[^\p{Cc}\p{Cs}]{1,256}$/u;

/**
 * Checks one event as it came out of JSON (interfaces, sections 1 and 2). Fields that are not listed and types that are
 * not known are kept as they are. What it changes: the id becomes lower case, numbers that overflow become the largest
 * finite value and are flagged, and an optional field that is null is left out.
 */
export function readEvent(value: unknown): Reading {
  if (!isObject(value)) return refuse('NOT_AN_EVENT', `expected an event object, got ${kindOf(value)}`);
  const { eventId, eventType, timestamp, sessionId } = value;
  if (typeof eventId !== 'string' || !uuid.test(eventId)) {
    return refuse('BAD_EVENT_ID', `eventId: expected a UUID, got ${shown(eventId)}`);
  }
  if (!isName(eventType)) return refuse('BAD_EVENT_TYPE', `eventType: expected a name, got ${shown(eventType)}`);
  if (typeof timestamp !== 'string' || Number.isNaN(timestampToUs(timestamp))) {
    const expected = 'expected ISO-8601 in UTC with at most six fractional digits';
    return refuse('BAD_TIMESTAMP', `timestamp: ${expected}, got ${shown(timestamp)}`);
  }
  if (!isName(sessionId)) {
    return refuse('BAD_SESSION_ID', `sessionId: expected a text of 1 to 256 characters, got ${shown(sessionId)}`);
  }
  // Some senders write null for what they do not have.
  const sequenceId = value.sequenceId ?? undefined;
  const schemaVersion = value.schemaVersion ?? undefined;
  const source = value.source ?? undefined;
  const correlationId = value.correlationId ?? undefined;
  if (sequenceId !== undefined && !isWhole(sequenceId)) {
    return refuse(
      'BAD_SEQUENCE_ID',
      `sequenceId: expected an integer from 0 to ${MAX_INTEGER}, got ${shown(sequenceId)}`,
    );
  }
  if (schemaVersion !== undefined && !isWhole(schemaVersion)) {
    return refuse('BAD_FIELD', `schemaVersion: expected an integer from 0, got ${shown(schemaVersion)}`);
  }
  if (source !== undefined && !isName(source))
    return refuse('BAD_FIELD', `source: expected a name, got ${shown(source)}`);
  if (correlationId !== undefined && !isName(correlationId)) {
    return refuse('BAD_FIELD', `correlationId: expected a name, got ${shown(correlationId)}`);
  }
  const checked = readData(eventType, value.data);
  if ('refused' in checked) return checked;
  return {
    event: {
      eventId: eventId.toLowerCase(),
      eventType,
      timestamp,
      sessionId,
      ...(sequenceId === undefined || isRunEvent(eventType) ? {} : { sequenceId }),
      ...(schemaVersion === undefined ? {} : { schemaVersion }),
      ...(source === undefined ? {} : { source }),
      ...(correlationId === undefined ? {} : { correlationId }),
      data: checked.data,
    },
  };
}

type DataReading = { readonly data: EventData } | { readonly refused: Refusal };

function readData(eventType: string, value: unknown): DataReading {
  if (!isObject(value)) return refuse('BAD_DATA', `data: expected object, got ${kindOf(value)}`);
  let data: Json;
  let overflow = false;
  if (isFiniteJson(value)) {
    data = value;
  } else {
    try {
      data = toFiniteJson(value);
      overflow = overflows(value);
    } catch (error) {
      return refuse('BAD_DATA', `data: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!isObject(data)) return refuse('BAD_DATA', 'data: expected object');
  if (isKnownType(eventType)) {
    const schema: z.ZodType = eventData[eventType];
    const first = schema.safeParse(data);
    if (!first.success) {
      if (first.error.issues.length > MOST_MENDED) return refuse('BAD_DATA', reasonOf(first.error, value));
      const mended = repair(data, first.error.issues);
      const second = schema.safeParse(mended.data);
      if (!second.success) return refuse('BAD_DATA', reasonOf(second.error, value));
      data = mended.data;
      overflow ||= mended.overflow;
    }
  }
  return { data: overflow ? { ...data, scoreOverflow: true } : data };
}

function refuse(code: Refusal['code'], reason: string): { readonly refused: Refusal } {
  return { refused: { code, reason } };
}

/** Faults of one event that are looked at one by one; with more it is not the two that senders commonly make. */
const MOST_MENDED = 1_000;
/** Longest reason that is given: it may name keys of the event, which have any length. */
const REASON_CHARACTERS = 500;

/** `data.scoring.finalScore: expected number, got string`, for the first thing that is wrong. */
function reasonOf(error: z.ZodError, data: unknown): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'data: not what its type says';
  let path = 'data';
  for (const step of issue.path) path += typeof step === 'number' ? `[${step}]` : `.${String(step)}`;
  const message = issue.message
    .replace(/^Invalid (input|option): /, '')
    .replace(', received undefined', `, got ${absence(data, issue.path)}`);
  return `${path}: ${message.replace(', received ', ', got ')}`.slice(0, REASON_CHARACTERS);
}

/** How a field that counts as absent was written. */
function absence(data: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    data,
  );
  return typeof value === 'string' ? shown(value) : Number.isNaN(value) ? 'NaN' : kindOf(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && name.test(value);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INTEGER;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** A value as a reason shows it: short. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'number' ? String(value) : kindOf(value);
}
