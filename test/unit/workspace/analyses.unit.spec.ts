import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Analysis } from '../../../main-ingest/contract/analyses.ts';
import { Analyses } from '../../../main-ingest/workspace/analyses.ts';

let folder: string;
let analyses: Analyses;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'analyses-'));
  analyses = new Analyses(join(folder, 'analyses'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const blueJoker: Analysis = {
  name: 'blue-joker',
  title: 'Blue Joker: by deck',
  engine: 'duckdb',
  sql: "SELECT deck -- it's: [kept]\nFROM game_results\nWHERE x = :deck\n",
  parameters: [{ name: 'deck', label: 'Deck', type: 'text', scope: null, default: null }],
  values: { deck: 'Blue Deck', jokers: ['a', 'b'], games: 3 },
  chart: { type: 'bar', title: 'Games', x: 'deck', y: ['games'] },
  notes: 'Line one\n\nLine two: "quoted"',
  recipe: null,
};

test('an analysis is a file, and comes back as it was', async () => {
  expect(await analyses.list()).toEqual({ analyses: [], unreadable: [] });
  await analyses.save(blueJoker);
  expect((await new Analyses(join(folder, 'analyses')).list()).analyses).toEqual([blueJoker]);
  await analyses.save({ ...blueJoker, title: 'Another title' });
  expect((await analyses.list()).analyses.map(({ title }) => title)).toEqual(['Another title']);
  await analyses.remove({ name: 'blue-joker' });
  expect((await analyses.list()).analyses).toEqual([]);
});

test('a file that cannot be read is named, and the others are there', async () => {
  await analyses.save(blueJoker);
  writeFileSync(join(folder, 'analyses', 'broken.yaml'), 'title: [');
  writeFileSync(join(folder, 'analyses', 'less.yaml'), 'title: Less');
  const { analyses: read, unreadable } = await analyses.list();
  expect(read).toHaveLength(1);
  expect(unreadable.map(({ file }) => file)).toEqual(['broken.yaml', 'less.yaml']);
});

test('a name leads nowhere else', async () => {
  await expect(analyses.save({ ...blueJoker, name: '../outside' })).rejects.toThrow();
});
