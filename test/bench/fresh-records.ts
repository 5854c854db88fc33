import type { CanonicalEvent, EventRecord } from '../../main-ingest/event/event.ts';
import { toRecord } from '../../main-ingest/event/record.ts';
import { FreshGames } from './fresh-games.ts';

/** Events of about `games` at a time in flight, mixed as a training job sends them, `count` of them or a few more. */
export function freshRecords(count: number, games: number): EventRecord[] {
  const fresh = new FreshGames();
  const flying = Array.from({ length: games }, () => fresh.posts(20));
  const records: EventRecord[] = [];
  while (records.length < count) {
    for (const [index, game] of flying.entries()) {
      const { value, done } = game.next();
      if (done) {
        flying[index] = fresh.posts(20);
        continue;
      }
      const post: { events: CanonicalEvent[] } = JSON.parse(value.body.toString());
      for (const event of post.events) records.push(toRecord(event, event.sequenceId ?? -1));
    }
  }
  return records;
}
