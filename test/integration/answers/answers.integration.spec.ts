import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerSheet } from '../../../main-ingest/command/answer-sheet.ts';
import { type FilledStores, fillStores } from '../../metrics-of.ts';
import { expectAnswers } from './expect-answers.ts';
import { plainAnswers } from './plain-answers.ts';

describe('train-small.jsonl', () => {
  let stores: FilledStores;
  beforeAll(async () => {
    stores = await fillStores('train-small.jsonl.gz');
  });
  afterAll(() => stores.close());

  test('every number of the reference comes out', async () => {
    const file = join(import.meta.dirname, '..', '..', 'recordings', 'reference-small.json');
    const { definitions: _, ...reference } = JSON.parse(readFileSync(file, 'utf8'));
    expectAnswers(await answerSheet('train-small.jsonl', stores), reference);
  });

  test('plain loops give the reference too', async () => {
    expectAnswers(await answerSheet('train-small.jsonl', stores), plainAnswers(stores.events));
  });
});

describe('endless.jsonl', () => {
  let stores: FilledStores;
  beforeAll(async () => {
    stores = await fillStores('endless.jsonl.gz');
  });
  afterAll(() => stores.close());

  test('scores past 2^53, 2^63 and 1e25 come out as plain loops find them', async () => {
    const answers = await answerSheet('endless.jsonl', stores);
    expectAnswers(answers, plainAnswers(stores.events));
    expect(answers.highestScore).toBe(1.6000000000007479e28);
  });
});
