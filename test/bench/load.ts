/**
 * A training job as far as the wire is concerned: posts recorded games under fresh ids to an intake, and measures the
 * time to each acknowledgement. A process of its own, so that its memory and its event loop are not the workbench's.
 *
 * Arguments: JSON of {@link LoadPlan}. Prints JSON of {@link LoadResult}.
 */
import { randomFillSync } from 'node:crypto';
import { Agent, request } from 'node:http';
import { readRecording } from '../recordings.ts';

export interface LoadPlan {
  readonly url: string;
  readonly recording: string;
  /** Games in flight at a time; each is a client with a connection of its own. */
  readonly games: number;
  /** Events in a post. */
  readonly batch: number;
  readonly seconds: number;
  /** Events a second over all games; 0 is as fast as acknowledgements come. */
  readonly rate: number;
}

export interface LoadResult {
  readonly events: number;
  readonly seconds: number;
  /** Posts that were not answered 200. */
  readonly refused: number;
  /** Milliseconds from post to acknowledgement, sorted. */
  readonly acknowledgeMs: readonly number[];
}

/** The events of one recorded game as JSON bytes, with the places of their ids. */
interface Template {
  readonly bytes: Buffer;
  readonly eventId: number;
  readonly sessionId: number;
}

const HEX = Buffer.from('0123456789abcdef');
const random = Buffer.alloc(16 * 4096);
let used = random.length;

/** Writes a fresh random UUID (version 4) as text into a buffer. */
function writeUuid(target: Buffer, offset: number): void {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  for (let text = 0, nibble = 0; text < 36; text++) {
    if (text === 8 || text === 13 || text === 18 || text === 23) continue;
    const byte = random[used + (nibble >> 1)] ?? 0;
    const value = text === 14 ? 4 : text === 19 ? 8 | (byte & 3) : nibble & 1 ? byte & 15 : byte >> 4;
    target[offset + text] = HEX[value] ?? 0;
    nibble++;
  }
  used += 16;
}

function templates(recording: string): Template[][] {
  const games = new Map<string, Template[]>();
  for (const line of readRecording(recording)) {
    const event: { sessionId: string; sequenceId?: number } = JSON.parse(line);
    if (event.sequenceId === undefined) continue;
    const at = (key: string): number => {
      const found = new RegExp(`"${key}":\\s*"`).exec(line);
      if (!found) throw new Error(`an event without ${key} in ${recording}`);
      return Buffer.byteLength(line.slice(0, found.index + found[0].length));
    };
    const game = games.get(event.sessionId) ?? [];
    game.push({ bytes: Buffer.from(line), eventId: at('eventId'), sessionId: at('sessionId') });
    games.set(event.sessionId, game);
  }
  return [...games.values()];
}

async function post(agent: Agent, url: URL, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': body.length } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', reject);
    call.end(body);
  });
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const games = templates(plan.recording);
  const agent = new Agent({ keepAlive: true, maxSockets: plan.games });
  const url = new URL(plan.url);
  const acknowledgeMs: number[] = [];
  const start = performance.now();
  const end = start + plan.seconds * 1000;
  let events = 0;
  let refused = 0;
  let next = 0;

  /** Plays one game after another until the time is up. */
  async function play(client: number): Promise<void> {
    const every = plan.rate === 0 ? 0 : (plan.games * plan.batch * 1000) / plan.rate;
    let due = start + (every * client) / plan.games;
    while (performance.now() < end) {
      const game = games[next++ % games.length] ?? [];
      const session = Buffer.alloc(36);
      writeUuid(session, 0);
      for (let from = 0; from < game.length && performance.now() < end; from += plan.batch) {
        const parts: Buffer[] = [Buffer.from('{"events":[')];
        for (const [index, template] of game.slice(from, from + plan.batch).entries()) {
          const bytes = Buffer.from(template.bytes);
          writeUuid(bytes, template.eventId);
          session.copy(bytes, template.sessionId);
          if (index > 0) parts.push(Buffer.from(','));
          parts.push(bytes);
        }
        parts.push(Buffer.from(']}'));
        const body = Buffer.concat(parts);
        if (every > 0) {
          const wait = due - performance.now();
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
          due += every;
        }
        const sent = performance.now();
        const status = await post(agent, url, body);
        if (status === 200) {
          acknowledgeMs.push(performance.now() - sent);
          events += Math.min(plan.batch, game.length - from);
        } else {
          refused++;
          await new Promise((resolve) => setTimeout(resolve, 50));
          from -= plan.batch;
        }
      }
    }
  }

  await Promise.all(Array.from({ length: plan.games }, (_, client) => play(client)));
  agent.destroy();
  return { events, seconds: (performance.now() - start) / 1000, refused, acknowledgeMs: acknowledgeMs.sort((a, b) => a - b) };
}

const plan: LoadPlan = JSON.parse(process.argv[2] ?? '{}');
process.stdout.write(JSON.stringify(await run(plan)));
