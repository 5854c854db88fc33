import { Bare, oddNumber, oddText, oddValue, written } from './odd-values.ts';
import { Random } from './random.ts';

/** An event of a recording, as parsed. */
type Fields = Record<string, unknown>;

/** One value as it is posted. */
export interface Posted {
  readonly text: string;
  /** The id under which it is to be found, where it says one and is no foreign program's. */
  readonly eventId: string | undefined;
}

/** Share of the events that are left as they were: between what is odd a game goes on. */
const UNCHANGED = 0.35;
/** Events that may be told of twice, or in another way. */
const REMEMBERED = 500;

/**
 * Events of a recording, again and again as other games, most of them changed in one or a few ways as bugs and hostile senders
 * do. The same for the same seed.
 */
export function* mutatedEvents(lines: readonly string[], seed: number, count: number): Generator<Posted> {
  const random = new Random(seed);
  const recent: Fields[] = [];
  for (let made = 0; made < count; made++) {
    const event: Fields = JSON.parse(lines[made % lines.length] ?? '{}');
    const round = Math.floor(made / lines.length);
    event.eventId = idOf(seed, made);
    event.sessionId = `${String(event.sessionId).slice(0, 30)}-${seed}-${round}`;
    recent[made % REMEMBERED] = { ...event };
    yield posted(random.happens(UNCHANGED) ? event : mutated(event, random, recent));
  }
}

function posted(value: unknown): Posted {
  const isEvent = typeof value === 'object' && value !== null && 'eventType' in value && 'eventId' in value;
  return {
    text: written(value),
    eventId: isEvent && typeof value.eventId === 'string' ? value.eventId.toLowerCase() : undefined,
  };
}

function idOf(seed: number, made: number): string {
  return `${seed.toString(16).padStart(8, '0')}-0000-4000-8000-${made.toString(16).padStart(12, '0')}`;
}

type Mutation = (event: Fields, random: Random, recent: readonly Fields[]) => unknown;

const mutations: readonly Mutation[] = [
  // A field has another type or value, once or several times: by far the most, in data or in the envelope.
  ...Array.from(
    { length: 8 },
    (): Mutation => (event, random) => {
      for (let times = 1 + random.below(3); times > 0; times--) replace(event, random, oddValue(random));
      return event;
    },
  ),
  // A number of the data is another one.
  ...Array.from(
    { length: 6 },
    (): Mutation => (event, random) => {
      const data = fieldsOf(event.data);
      const numbers = Object.keys(data).filter((key) => typeof Reflect.get(data, key) === 'number');
      for (const key of numbers) if (random.happens(0.5)) Reflect.set(data, key, oddNumber(random));
      return event;
    },
  ),
  // A field is missing, or there are more.
  (event, random) => {
    const target = random.happens(0.7) ? fieldsOf(event.data) : event;
    Reflect.deleteProperty(target, random.pick(['', ...Object.keys(target)]));
    return event;
  },
  (event, random) => {
    const key = random.pick(['ante', 'round', 'shopItems', 'scoreOverflow', 'constructor', 'x'.repeat(3_000)]);
    Object.defineProperty(fieldsOf(event.data), random.happens(0.2) ? '__proto__' : key, {
      value: oddValue(random),
      enumerable: true,
      configurable: true,
    });
    return event;
  },
  // Doubles: as it was, with other data, under another game.
  (_event, random, recent) => recent[random.below(recent.length)],
  (event, random, recent) => ({ ...event, eventId: recent[random.below(recent.length)]?.eventId }),
  (event, random, recent) => ({ ...recent[random.below(recent.length)], sessionId: event.sessionId }),
  // Places in a game: taken, far ahead, none.
  (event, random, recent) => ({ ...event, sequenceId: recent[random.below(recent.length)]?.sequenceId }),
  (event, random) => ({ ...event, sequenceId: random.pick<unknown>([2_147_483_647, 2_147_483_646, 100_000, -1, 0.5]) }),
  (event) => ({ ...event, sequenceId: undefined }),
  (event, random) => ({ ...event, sessionId: random.pick(['one for all', `s-${random.below(50)}`, oddText(random)]) }),
  // Times.
  (event, random) => ({
    ...event,
    timestamp: random.pick<unknown>([
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
      '1969-12-31T23:59:59.5Z',
      '2026-02-30T00:00:00Z',
      '2026-10-01T09:30:00+00:00',
      '2026-10-01T09:30:00.123456789Z',
      '2026-10-01 09:30',
      1e300,
      1_790_000_000,
      null,
    ]),
  }),
  // Types: unknown, another's, none.
  (event, random) => ({
    ...event,
    eventType: random.pick<unknown>([
      'SomethingNew',
      'GameStarted',
      'HandPlayed',
      'GameCompleted',
      'MetricRecorded',
      'ModelCheckpoint',
      'ComponentError',
      'StrategyDiscovered',
      'StateSnapshot',
      'toString',
      oddText(random),
      7,
    ]),
  }),
  // No event at all.
  (_event, random) => oddValue(random),
  // The mod's dialect.
  modPost,
  modPost,
];

function mutated(event: Fields, random: Random, recent: readonly Fields[]): unknown {
  return mutations[random.below(mutations.length)]?.(event, random, recent);
}

function modPost(event: Fields, random: Random): unknown {
  const state: Fields = {
    in_game: true,
    game_id: random.pick(['unknown', 'unknown', `g${random.below(5)}`]),
    seed: `M${random.below(3)}`,
    ante: 1 + random.below(3),
    round: random.below(6),
    chips: random.below(500),
    money: random.below(30),
    hands_remaining: random.below(5),
    discards_remaining: random.below(4),
    game_state: random.pick([1, 4, 5, 7, 8, 'SHOP', 'SELECTING_HAND', 'GAME_OVER']),
    jokers: random.pick<unknown>([{}, [{ name: 'Joker', position: 0, properties: { sell_value: 2 } }]]),
    hand: [{ suit: 'Hearts', rank: 'Ace', position: 1 }],
    deck: { full_deck: {} },
    shop_items: { a: { name: 'Banner', cost: 5 } },
    blind: { name: 'Small Blind', chips: 300, boss: false },
  };
  const post: Fields = {
    type: random.pick(['GAME_STATE', 'GAME_STATE', 'HEARTBEAT', 'MONEY_CHANGED', 'JOKER_TRIGGER']),
    source: random.pick(['BalatroMCP', `mod-${random.below(20)}`]),
    payload: state,
    timestamp: random.below(1_000_000),
    event_id: random.happens(0.5) ? `evt-${random.below(1_000_000)}` : event.eventId,
    version: 1,
  };
  const target = random.happens(0.7) ? state : post;
  if (random.happens(0.6)) target[random.pick(['money', ...Object.keys(target)])] = oddValue(random);
  return post;
}

/** Puts a value in the place of some field, in the envelope, in the data or further in. */
function replace(event: Fields, random: Random, value: unknown): void {
  let target: Fields | unknown[] = random.happens(0.15) ? event : fieldsOf(event.data);
  for (;;) {
    const keys = Object.keys(target);
    const key = keys[random.below(keys.length)];
    if (key === undefined) return;
    const inner: unknown = Reflect.get(target, key);
    if (!(isContainer(inner) && random.happens(0.6) && Object.keys(inner).length > 0)) {
      Reflect.set(target, key, value);
      return;
    }
    target = inner;
  }
}

function isContainer(value: unknown): value is Fields | unknown[] {
  return typeof value === 'object' && value !== null && !(value instanceof Bare);
}

function fieldsOf(value: unknown): Fields | unknown[] {
  return isContainer(value) ? value : {};
}
