import { expect, test } from 'vitest';
import { Suspensions } from '../../../main-ingest/metrics/questdb-suspensions.ts';

const LOOK_MS = 5_000;

/** A clock of looks at the server: each says which tables are suspended. */
function watched() {
  const suspensions = new Suspensions();
  let now = 0;
  return {
    look: (...names: readonly string[]) => {
      now += LOOK_MS;
      suspensions.saw(
        names.map((name) => ({ name, appliedTxn: 41, reason: 'No space left on device' })),
        now,
      );
      return suspensions.notices(now);
    },
    after: (ms: number) => {
      now += ms;
      return suspensions.notices(now);
    },
  };
}

test('a table that is suspended is told of at once, and for a while after it goes on', () => {
  const { look, after } = watched();
  expect(look()).toEqual([]);
  const [notice] = look('game_metrics');
  expect(notice).toMatchObject({
    code: 'table-suspended',
    severity: 'warning',
    since: '1970-01-01T00:00:10.000Z',
    message: 'QuestDB has stopped applying what is written to game_metrics: No space left on device',
  });
  expect(notice?.tip).toContain('by itself');
  expect(look()).toMatchObject([{ code: 'table-resumed', severity: 'note', since: '1970-01-01T00:00:10.000Z' }]);
  expect(after(300_000)).toHaveLength(1);
  expect(after(400_000)).toEqual([]);
});

test('where resuming does not help, it says what to do', () => {
  const { look } = watched();
  const codes = [1, 2, 3, 4].map(() => look('game_metrics').map(({ code }) => code));
  expect(codes).toEqual([['table-suspended'], ['table-suspended'], ['table-suspended'], ['table-stuck']]);
  const [notice] = look('game_metrics', 'game_results');
  expect(notice).toMatchObject({ code: 'table-stuck', severity: 'failure', since: '1970-01-01T00:00:05.000Z' });
  expect(notice?.tip).toContain('ALTER TABLE game_metrics RESUME WAL FROM TXN 43');
  expect(look('game_results').map(({ code }) => code)).toEqual(['table-suspended', 'table-resumed']);
});

test('a table that is suspended again and again is told as that', () => {
  const { look } = watched();
  for (let time = 0; time < 3; time += 1) {
    look('game_metrics');
    look();
  }
  expect(look()).toMatchObject([
    { code: 'table-suspended-again', severity: 'warning', since: '1970-01-01T00:00:05.000Z' },
  ]);
  expect(look()[0]?.message).toContain('3 times');
});
