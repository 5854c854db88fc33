import { expect, test } from 'vitest';
import { Problems } from '../../../main-ingest/live/problems.ts';

const trouble = { severity: 'failure', message: 'gone', tip: 'bring it back' } as const;

test('a problem lasts until it is cleared, is seen once, and is new when it comes again', () => {
  let now = 0;
  const problems = new Problems({ seen: new Set<string>(), now: () => now });
  problems.keep('store-history', trouble);
  now = 5000;
  problems.keep('store-history', { ...trouble, message: 'still gone' });
  const [problem] = problems.list();
  expect(problem).toMatchObject({
    code: 'store-history',
    at: '1970-01-01T00:00:00.000Z',
    message: 'still gone',
    seen: false,
  });
  problems.markSeen(problem?.id ?? '');
  expect([problems.list()[0]?.seen, problems.unseen()]).toEqual([true, 0]);
  problems.keep('store-history', undefined);
  expect(problems.list()).toEqual([]);
  problems.keep('store-history', trouble);
  expect(problems.unseen()).toBe(1);
});

test('the worst come first; notes do not ask for attention', () => {
  const problems = new Problems({ seen: new Set<string>() });
  problems.report({ ...trouble, code: 'a', severity: 'note' });
  problems.report({ ...trouble, code: 'b', severity: 'failure' });
  problems.report({ ...trouble, code: 'c', severity: 'warning' });
  expect(problems.list().map((problem) => problem.code)).toEqual(['b', 'c', 'a']);
  expect(problems.unseen()).toBe(2);
});
