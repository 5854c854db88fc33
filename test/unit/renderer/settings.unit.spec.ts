import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Setting, SettingsList, SettingType } from '../../../main-ingest/contract/settings.ts';
import { changedOf, changesIn, findSettings, sectionsOf } from '../../../renderer/views/settings/arrange.ts';
import { draftOf, readDraft, valueInWords } from '../../../renderer/views/settings/draft.ts';

const TEXT: SettingType = { kind: 'text', minLength: 0 };
const NUMBER: SettingType = { kind: 'number', whole: true, min: 1024, max: null };

function setting(name: string, rest: Partial<Setting> = {}): Setting {
  return {
    name,
    variable: `WORKBENCH_${name.toUpperCase()}`,
    title: name,
    description: 'what it does',
    type: TEXT,
    value: '',
    defaultValue: '',
    source: 'default',
    secret: 'none',
    applies: 'at the next start',
    interrupts: [],
    waiting: false,
    ...rest,
  };
}

const PAGES = [
  { name: 'stores', title: 'Stores', description: '', sections: ['history', 'metrics'] },
  { name: 'journal', title: 'Journal', description: '', sections: ['journal'] },
];
const LIST: SettingsList = {
  file: '/home/me/workbench.yaml',
  commandOptions: '--data "/home/me"',
  fileProblem: null,
  pages: PAGES,
  settings: [
    setting('history.engine', { value: 'sqlite', type: { kind: 'choice', choices: [] } }),
    setting('history.url', { engine: 'eventstoredb', value: 'esdb://127.0.0.1' }),
    setting('metrics.threads', { type: NUMBER, value: 2048 }),
    setting('journal.maxBytes', { type: NUMBER, unit: 'bytes', value: 2_000_000, description: 'Room for events' }),
  ],
};
const names = (sections: ReturnType<typeof findSettings>) => sections.flatMap((one) => one.settings.map((s) => s.name));

test('what a field shows reads as the same value', () => {
  const unit = fc.constantFrom('bytes', 'ms', 'MiB', undefined);
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 2 ** 50 }), unit, (value, name) => {
      const one = setting('a.b', { type: NUMBER, value, ...(name === undefined ? {} : { unit: name }) });
      expect(readDraft(one, draftOf(one))).toEqual({ value });
    }),
  );
  const list = setting('a.b', { type: { kind: 'list' }, value: ['trainer', 'trainer.lan'] });
  expect(readDraft(list, draftOf(list))).toEqual({ value: ['trainer', 'trainer.lan'] });
  expect(readDraft(list, ' ')).toEqual({ value: [] });
});

test.each([
  [NUMBER, 'bytes', '0.0001', 'at least 0.0009766 MiB'],
  [NUMBER, undefined, '12', 'at least 1024'],
  [NUMBER, undefined, '2000.5', 'a whole number'],
  [NUMBER, 'ms', '', 'a number'],
  [NUMBER, 'ms', 'long', 'a number'],
  [{ kind: 'number', whole: true, min: 0, max: 65_535 }, undefined, '70000', 'at most 65535'],
  [{ kind: 'text', minLength: 16 }, undefined, 'short', 'at least 16 characters'],
] as const)('%j in %s does not take %j', (type, unit, typed, problem) => {
  expect(readDraft(setting('a.b', { type, ...(unit === undefined ? {} : { unit }) }), typed)).toEqual({ problem });
});

test('a value is told in its unit, an address by its host', () => {
  expect(valueInWords({ unit: 'bytes' }, 4096 * 1024 * 1024)).toBe('4,096 MiB');
  expect(valueInWords({ unit: 'ms' }, 60_000)).toBe('60 s');
  expect(valueInWords({}, 4680)).toBe('4680');
  expect(valueInWords({}, true)).toBe('on');
  expect(valueInWords({}, [])).toBe('none');
  expect(valueInWords({}, null)).toBe('none');
  expect(valueInWords({ server: 'questdb-pg' }, 'postgres://a:***@127.0.0.1:8812/qdb')).toBe('127.0.0.1:8812');
});

test('a page shows what belongs to the store that is chosen, saved or not', () => {
  const [stores] = PAGES;
  if (!stores) throw new Error('no page');
  expect(names(sectionsOf(stores, LIST, new Map()))).toEqual(['history.engine', 'metrics.threads']);
  const drafts = new Map([['history.engine', 'eventstoredb']]);
  expect(names(sectionsOf(stores, LIST, drafts))).toEqual(['history.engine', 'history.url', 'metrics.threads']);
  const changed = changedOf(LIST, drafts);
  expect(changed).toMatchObject([{ setting: { name: 'history.engine' }, read: { value: 'eventstoredb' } }]);
  expect(PAGES.map((page) => changesIn(page, changed))).toEqual([1, 0]);
});

test('all words are looked for, in all pages', () => {
  expect(names(findSettings(LIST, 'room EVENTS'))).toEqual(['journal.maxBytes']);
  expect(names(findSettings(LIST, 'url'))).toEqual(['history.url']);
  expect(findSettings(LIST, 'room nowhere')).toEqual([]);
});
