import { LRUCache } from 'lru-cache';
import type { CanonicalEvent, EventData } from '../../event/event.ts';
import { isInstant, usToTimestamp } from '../../event/record.ts';
import { RunDerivation } from './derivation.ts';
import type { Arrival, Dialect, Translation } from './dialect.ts';
import { asJson, type Fields, fields, isFields, known, number, text } from './fields.ts';
import { observeMod } from './mod-state.ts';
import { honestType } from './run-events.ts';
import type { Draft } from './step.ts';
import { isUuid, uuidFromName, WORKBENCH_NAMESPACE } from './uuid.ts';

/** Who is remembered; the one not heard of for longest is forgotten first, also where last states take much room. */
const SENDERS = 500;
const SENDERS_CHARACTERS = 32 * 2 ** 20;
/** Posts that are known when they come again, of all senders: retries follow soon. */
const REMEMBERED_POSTS = 512;
const POSTS_CHARACTERS = 32 * 2 ** 20;
/** Games of a sender that are remembered at a time. */
const GAMES = 64;
/** A `timestamp` beyond this is wall clock (ms, the year 2001); the game's own clock starts with the game. */
const WALL_CLOCK_MS = 1e12;

/**
 * BalatroMCP, as the game's mod posts (interfaces, section 5). Everything it sends is kept as an event of its own type,
 * under `payload`; what its `GAME_STATE` tells from one to the next is derived beside it.
 */
export class ModDialect implements Dialect {
  readonly #senders = new LRUCache<string, Sender>({
    max: SENDERS,
    maxSize: SENDERS_CHARACTERS,
    sizeCalculation: (sender) => sender.characters,
  });
  readonly #posts: Posts = new LRUCache({
    max: REMEMBERED_POSTS,
    maxSize: POSTS_CHARACTERS,
    sizeCalculation: (events) => events.length,
  });

  reads(value: unknown): boolean {
    return isFields(value) && typeof value.type === 'string' && ('payload' in value || 'data' in value);
  }

  translate(value: unknown, arrival: Arrival): Translation {
    const post = fields(value);
    const type = text(post.type);
    if (type === undefined)
      return { refused: { code: 'BAD_EVENT_TYPE', reason: 'type: expected a name, got nothing' } };
    const name = `${arrival.source}\n${text(post.source) ?? ''}`;
    const sender = this.#senders.get(name) ?? new Sender(name, this.#posts);
    try {
      return sender.hear(type, post, arrival.atUs);
    } finally {
      // Anew with each post: what is remembered of it has another size now.
      this.#senders.set(name, sender);
    }
  }
}

/** The events of a post by its id, as JSON: what they take is known then, and it is little. */
type Posts = LRUCache<string, string>;

/** A game in the telling: its derivation and the stream that its events go to. */
interface Run {
  readonly derivation: RunDerivation;
  readonly session: string;
  /** The last state, as text: the mod repeats itself. */
  seen: string;
}

interface Placed {
  readonly draft: Draft;
  readonly session: string;
}

/**
 * One game program and what it has said. Games that it names are told apart by their ids; of those it calls `unknown`
 * one is played at a time, and another begins when a state cannot belong to the last.
 */
class Sender {
  readonly #name: string;
  /** Where posts go while no game is played. */
  readonly #ownSession: string;
  readonly #posts: Posts;
  readonly #runs = new LRUCache<string, Run>({ max: GAMES });
  #current: Run | undefined;
  #anchor: { readonly atUs: number; readonly clockMs: number } | undefined;

  constructor(name: string, posts: Posts) {
    this.#name = name;
    this.#posts = posts;
    this.#ownSession = uuidFromName(WORKBENCH_NAMESPACE, `BalatroMCP\n${name}`);
  }

  /** Characters that are kept of it: of the last state of each game, and at least one. */
  get characters(): number {
    let sum = 1 + this.#name.length;
    for (const { seen } of this.#runs.values()) sum += seen.length;
    return sum;
  }

  hear(type: string, post: Fields, atUs: number): Translation {
    const told = text(post.event_id);
    const eventId =
      told !== undefined && isUuid(told)
        ? told
        : uuidFromName(WORKBENCH_NAMESPACE, `${this.#name}\n${JSON.stringify(post)}`);
    const again = this.#posts.get(eventId);
    if (again !== undefined) return { events: JSON.parse(again) };
    const time = this.#time(number(post.timestamp), atUs);
    if (!isInstant(time))
      return {
        refused: { code: 'BAD_TIMESTAMP', reason: `timestamp: ${post.timestamp} ms is no time of any calendar` },
      };
    const { payload } = post;
    const placed = type === 'GAME_STATE' && isFields(payload) ? this.#derive(payload, eventId, time) : [];
    const raw = {
      draft: { eventType: type, data: rawData(post) },
      session: this.#current?.session ?? this.#ownSession,
    };
    const start = placed.findIndex(({ draft }) => draft.eventType === 'GameStarted');
    const all = placed.toSpliced(start + 1, 0, raw);
    const events = all.map((one) => {
      const id = one === raw ? eventId : uuidFromName(eventId, String(placed.indexOf(one)));
      return envelope(id, one, time);
    });
    this.#posts.set(eventId, JSON.stringify(events));
    return { events };
  }

  #derive(payload: Fields, eventId: string, atUs: number): Placed[] {
    const state = observeMod(payload);
    const game = text(payload.game_id) ?? 'unknown';
    if (state.phase === 'between') return [];
    if (state.phase === 'menu') return this.#leave(game, atUs);
    let run = this.#runs.get(game);
    const over = run?.derivation.excludes(state) === true;
    const ended = over ? this.#leave(game, atUs) : [];
    if (run === undefined || over) {
      const session = uuidFromName(WORKBENCH_NAMESPACE, `BalatroMCP\n${this.#name}\n${eventId}`);
      run = { derivation: new RunDerivation(), session, seen: '' };
      this.#runs.set(game, run);
    }
    this.#current = run;
    const { session } = run;
    const seen = JSON.stringify(state);
    if (seen === run.seen) return ended;
    run.seen = seen;
    return [...ended, ...run.derivation.observe(state, undefined, atUs).map((draft) => ({ draft, session }))];
  }

  #leave(game: string, atUs: number): Placed[] {
    const run = this.#runs.get(game);
    this.#runs.delete(game);
    this.#current = undefined;
    return run === undefined ? [] : run.derivation.leave(atUs).map((draft) => ({ draft, session: run.session }));
  }

  /**
   * The time of a post: its own where it bears wall clock; else the batch's, with the game clock's distance from the
   * first post of the batch.
   */
  #time(clockMs: number | undefined, atUs: number): number {
    if (clockMs === undefined) return atUs;
    if (clockMs > WALL_CLOCK_MS) return Math.round(clockMs * 1000);
    if (!isInstant(clockMs * 1000)) return Number.NaN;
    if (this.#anchor?.atUs !== atUs) this.#anchor = { atUs, clockMs };
    return atUs + Math.round((clockMs - this.#anchor.clockMs) * 1000);
  }
}

function envelope(eventId: string, { draft, session }: Placed, atUs: number): CanonicalEvent {
  return {
    eventId,
    eventType: honestType(draft),
    timestamp: usToTimestamp(atUs),
    sessionId: session,
    source: 'BalatroMCP',
    data: draft.data,
  };
}

/** All that was posted, beside what the event's own fields hold. */
function rawData(post: Fields): EventData {
  return known({
    payload: asJson(post.payload ?? post.data),
    subtype: asJson(post.subtype),
    source: asJson(post.source),
    version: asJson(post.version),
    priority: asJson(post.priority),
    gameClockMs: number(post.timestamp),
    modEventId: asJson(post.event_id),
  });
}
