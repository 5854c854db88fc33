import { expect, test } from 'vitest';
import { ByTurns } from '../../../main-ingest/intake/waiting-bytes.ts';

/** Bodies that are worked on until the test ends them. */
function setUp(most: number) {
  const turns = new ByTurns(most);
  const ends = new Map<string, () => void>();
  const begin = (name: string, bytes: number): Promise<string> =>
    turns.run(bytes, async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.set(name, resolve);
      await promise;
      ends.delete(name);
      return name;
    });
  return { begin, end: (name: string) => ends.get(name)?.(), under: () => [...ends.keys()] };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('small bodies are worked on together, as many as fit, the others in their order', async () => {
  const { begin, end, under } = setUp(100);
  const all = ['a', 'b', 'c', 'd'].map((name) => begin(name, 40));
  await turn();
  expect(under()).toEqual(['a', 'b']);
  end('a');
  await turn();
  expect(under()).toEqual(['b', 'c']);
  for (const name of ['b', 'c']) end(name);
  await turn();
  end('d');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('a body larger than all is worked on alone, and none overtakes it', async () => {
  const { begin, end, under } = setUp(100);
  const all = [begin('a', 10), begin('large', 500), begin('b', 10)];
  await turn();
  expect(under()).toEqual(['a']);
  end('a');
  await turn();
  expect(under()).toEqual(['large']);
  end('large');
  await turn();
  expect(under()).toEqual(['b']);
  end('b');
  await Promise.all(all);
});

test('work that fails gives its turn on', async () => {
  const turns = new ByTurns(10);
  const failed = turns.run(10, async () => {
    throw new Error('no');
  });
  const next = turns.run(10, async () => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});
