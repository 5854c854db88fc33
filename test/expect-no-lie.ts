import { expect } from 'vitest';
import { type Answers, answersOf, type Flip, repair, type WholeFolder } from './damaged-folder.ts';

/**
 * One flipped bit: the workbench starts or says in words why not; every number that it shows is right, and what it does not show
 * it says so; what it tells a person to do repairs it. Answers what happened, for a summary.
 */
export async function expectNoLie(
  data: string,
  flip: Flip,
  whole: Pick<WholeFolder, 'truth' | 'killed'>,
): Promise<{
  readonly met: 'nothing' | 'words' | 'problems';
  readonly words: string;
  readonly done: readonly string[];
}> {
  const { truth } = whole;
  const first = await answersOf(data);
  const words = typeof first === 'string' ? first : [...first.problems, ...first.refusals].join('\n');
  if (typeof first === 'string') expect(words.length).toBeGreaterThan(40);
  else expectTrue(first, truth);
  if (words === '') return { met: 'nothing', words, done: [] };

  const done = await repair(data, words, whole.killed);
  const said = `${JSON.stringify(flip)}\n${words}\n${done.join('\n')}`;
  const after = await answersOf(data);
  if (typeof after === 'string') return expect.fail(`not repaired: ${after}\n${said}`);
  expect(after.complete, said).toBe(true);
  expectTrue(after, truth);
  expect(
    after.refusals.filter((refusal) => !isGivenUp(refusal, done)),
    said,
  ).toEqual([]);
  return { met: typeof first === 'string' ? 'words' : 'problems', words, done };
}

/** What is shown is what is shown of the whole folder; what is not has its reason. */
function expectTrue(answers: Answers, truth: Answers): void {
  const said = [...answers.problems, ...answers.refusals].join('\n');
  for (const [name, table] of answers.tables) {
    // A store that is behind or was made anew without damaged games says so.
    if (table !== truth.tables.get(name))
      expect(said, `${name} differs`).toMatch(/store-metrics|rebuilt-metrics|quarantine-metrics|journal-end/);
  }
  for (const [name, game] of answers.games) {
    if (game !== truth.games.get(name))
      expect(said, `${name} differs`).toMatch(/store-history|quarantine-history|history-damaged|journal-end/);
  }
  expect(answers.bookmarks.filter((game) => !truth.bookmarks.includes(game))).toEqual([]);
  const missing = [...truth.games.keys()].filter((game) => !answers.games.has(game));
  for (const game of missing) expect(said).toContain(game);
  if (answers.refusals.length === 0 && answers.bookmarks.length < truth.bookmarks.length)
    expect(said).toContain('workspace.sqlite was damaged');
}

/** Whether a game that is not shown any more was given up by the person, and was named then. */
function isGivenUp(refusal: string, done: readonly string[]): boolean {
  const [game = ''] = refusal.split(':');
  return done.some((each) => each.includes(game));
}
