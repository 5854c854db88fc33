import { chmodSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ConfigSources, loadConfig } from '../../../main-ingest/config.ts';
import { type AtOnce, SettingsRefused, SettingsRoom } from '../../../main-ingest/settings/settings.ts';

const OWN = `# how our lab runs it

# the disk is slow
journal:
    # see ticket 12
    sync: os   # fsync takes 40 ms
    # two million
    maxBytes: 2000000

http: { port: 5000 } # behind nginx
`;

function roomWith(yaml?: string, rest: Partial<ConfigSources> = {}, atOnce?: AtOnce) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'settings-'));
  const file = join(dataFolder, 'workbench.yaml');
  if (yaml !== undefined) writeFileSync(file, yaml);
  const room = new SettingsRoom(loadConfig({ dataFolder, env: {}, ...rest }), atOnce);
  const text = () => readFileSync(file, 'utf8');
  const one = (name: string) => room.list().settings.find((setting) => setting.name === name);
  return { room, file, text, one };
}

function refusals(change: () => unknown) {
  try {
    change();
  } catch (error) {
    if (error instanceof SettingsRefused) return error.refusals;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('saving keeps comments, order and indent', () => {
  const { room, text } = roomWith(OWN);
  room.save([
    { name: 'journal.maxBytes', value: 3_000_000 },
    { name: 'http.host', value: '0.0.0.0' },
    { name: 'query.timeoutMs', value: 30_000 },
  ]);
  expect(text()).toBe(`# how our lab runs it

# the disk is slow
journal:
    # see ticket 12
    sync: os # fsync takes 40 ms
    # two million
    maxBytes: 3000000

http: { port: 5000, host: 0.0.0.0 } # behind nginx
query:
    timeoutMs: 30000
`);
});

test('a reset takes the line out and leaves the comments above', () => {
  const { room, text, one } = roomWith(OWN);
  room.reset('journal.maxBytes');
  room.reset('journal.sync');
  expect(text()).toBe(`# how our lab runs it

# the disk is slow
journal:
    # see ticket 12
    {}
    # two million

http: { port: 5000 } # behind nginx
`);
  expect(one('journal.sync')).toMatchObject({ value: 'always', source: 'default', waiting: true });
});

test('a section that nothing is left of goes, and comes back', () => {
  const { room, text } = roomWith('log:\n  level: info\n');
  room.reset('log.level');
  expect(text().trim()).toBe('');
  room.save([{ name: 'log.level', value: 'error' }]);
  expect(text()).toBe('log:\n  level: error\n');
});

test('a section of which all lines are commented out says nothing, and can be set', () => {
  const { room, text, one } = roomWith('journal:\n  # sync: os\nlog:\n  level: info\n');
  expect(one('journal.sync')).toMatchObject({ value: 'always', source: 'default' });
  room.save([{ name: 'journal.sync', value: 'os' }]);
  expect(text()).toContain('# sync: os');
  expect(one('journal.sync')).toMatchObject({ value: 'os', source: 'file' });
});

test('without a file one is made that its owner alone can read', () => {
  const { room, file, text } = roomWith();
  const { settings } = room.save([{ name: 'http.allowedHosts', value: ['trainer', 'trainer.lan'] }]);
  expect(text()).toMatch(
    /^# Settings of the workbench\..*\n\nhttp:\n {2}allowedHosts:\n {4}- trainer\n {4}- trainer.lan\n$/,
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(settings.find(({ name }) => name === 'http.allowedHosts')).toMatchObject({
    value: ['trainer', 'trainer.lan'],
    defaultValue: [],
    source: 'file',
    line: 4,
  });
});

test('the rights of the file, a link to it and its line ends stay', () => {
  const { room, file } = roomWith();
  const real = join(mkdtempSync(join(tmpdir(), 'dotfiles-')), 'workbench.yaml');
  writeFileSync(real, 'log:\r\n  level: info\r\n');
  chmodSync(real, 0o640);
  symlinkSync(real, file);
  room.save([{ name: 'log.level', value: 'debug' }]);
  expect(readFileSync(real, 'utf8')).toBe('log:\r\n  level: debug\r\n');
  expect(statSync(real).mode & 0o777).toBe(0o640);
});

test.each([
  ['journal.maxBytes', 5],
  ['journal.maxBytes', 'much'],
  ['journal.sync', 'never'],
  ['http.port', 70_000],
  ['http.token', 'short'],
  ['metrics.url', 'postgres://127.0.0.1'],
  ['history.url', 'my server'],
])('%s %j is refused with its name, and nothing is written', (name, value) => {
  const { room, text } = roomWith(OWN);
  const refused = refusals(() =>
    room.save([
      { name: 'log.level', value: 'info' },
      { name, value },
    ]),
  );
  expect(refused).toMatchObject([{ name, code: 'INVALID' }]);
  expect(text()).toBe(OWN);
});

test('what the environment or the command line holds is not saved, and says who holds it', () => {
  const env = { WORKBENCH_JOURNAL_SYNC: 'always' };
  const { room, text, one } = roomWith(OWN, { env, options: { 'http.port': 0 } });
  expect(one('journal.sync')).toMatchObject({ value: 'always', source: 'environment' });
  expect(refusals(() => room.save([{ name: 'journal.sync', value: 'os' }]))).toEqual([
    { name: 'journal.sync', code: 'HELD', message: 'set by WORKBENCH_JOURNAL_SYNC; change it there and start again' },
  ]);
  expect(refusals(() => room.reset('http.port'))).toMatchObject([{ name: 'http.port', code: 'HELD' }]);
  expect(refusals(() => room.save([{ name: 'http.colour', value: 1 }]))).toMatchObject([{ code: 'UNKNOWN' }]);
  expect(text()).toBe(OWN);
});

test('secrets are not told, addresses come without their password', () => {
  const token = 'a-secret-of-sixteen';
  const yaml = `http: { token: ${token} }\nmetrics:\n  pgUrl: postgres://me:hunter2@db:8812/qdb\n`;
  const { room, text, one } = roomWith(yaml);
  expect(JSON.stringify(room.list())).not.toMatch(/a-secret-of-sixteen|hunter2|quest@/);
  expect(one('http.token')).toMatchObject({ value: null, secret: 'whole', source: 'file' });
  expect(one('metrics.pgUrl')).toMatchObject({ value: 'postgres://me:***@db:8812/qdb', secret: 'password' });

  room.save([{ name: 'metrics.pgUrl', value: 'postgres://me:***@db:8812/other' }]);
  expect(text()).toContain('postgres://me:hunter2@db:8812/other');
  const elsewhere = refusals(() => room.save([{ name: 'metrics.pgUrl', value: 'postgres://me:***@evil:8812/qdb' }]));
  expect(elsewhere).toMatchObject([{ name: 'metrics.pgUrl', code: 'INVALID' }]);
});

test('a cluster is an address; what is refused is said without its password, when it is saved and when it is tried', async () => {
  const { room, one } = roomWith('');
  room.save([{ name: 'history.url', value: 'esdb://me:hunter2@a:2113,b:2113,c:2113?tls=false' }]);
  expect(one('history.url')).toMatchObject({ value: 'esdb://me:***@a:2113,b:2113,c:2113?tls=false' });
  room.save([{ name: 'history.url', value: 'esdb://me:***@a:2113,b:2113,c:2113?tlsCAFile=/ca.crt' }]);
  const wrong = 'esdb://me:***@a:2113,b:2113,c:2113?tlsVerifyCert=false';
  const [refused] = refusals(() => room.save([{ name: 'history.url', value: wrong }]));
  expect(refused).toMatchObject({ code: 'INVALID', message: expect.stringContaining('tlsCAFile=') });
  const tried = await room.testConnection('history.url', wrong);
  expect(tried).toEqual({ reached: false, text: refused?.message, ms: 0 });
  const hidden = await room.testConnection('metrics.pgUrl', 'postgres://db/qdb?password=hunter2');
  expect(hidden).toMatchObject({ reached: false, text: expect.stringContaining('before the host') });
  expect(JSON.stringify([refused, tried, hidden])).not.toContain('hunter2');
});

test('what is saved waits for the next start, unless it is taken over at once', () => {
  const taken: string[] = [];
  const { room, one } = roomWith(OWN, {}, { 'log.level': ({ log }) => taken.push(log.level) });
  room.save([
    { name: 'log.level', value: 'error' },
    { name: 'journal.sync', value: 'always' },
  ]);
  expect(taken).toEqual(['error']);
  expect(one('log.level')).toMatchObject({ value: 'error', waiting: false, applies: 'at once' });
  expect(one('journal.sync')).toMatchObject({ value: 'always', waiting: true, applies: 'at the next start' });
  room.save([{ name: 'journal.sync', value: 'os' }]);
  expect(one('journal.sync')).toMatchObject({ waiting: false });
});

test('a file that was broken meanwhile is told and left alone', () => {
  const { room, file, text } = roomWith(OWN);
  writeFileSync(file, 'journal: [');
  expect(room.list()).toMatchObject({ fileProblem: expect.stringContaining('cannot be read') });
  expect(room.list().settings.find(({ name }) => name === 'journal.sync')).toMatchObject({ value: 'os' });
  expect(refusals(() => room.save([{ name: 'log.level', value: 'info' }]))).toMatchObject([{ code: 'FILE' }]);
  expect(text()).toBe('journal: [');
});

test('a section that is no plain section is left alone', () => {
  const yaml = 'journal: &ours\n  sync: os\nlog: *ours\n';
  const { room, file } = roomWith('');
  writeFileSync(file, yaml);
  expect(refusals(() => room.save([{ name: 'log.level', value: 'info' }]))).toMatchObject([{ code: 'FILE' }]);
  expect(readFileSync(file, 'utf8')).toBe(yaml);
});

test('every setting has a page, a type, and says when it is taken over', () => {
  const { pages, settings } = roomWith().room.list();
  const sections = new Set(pages.flatMap((page) => page.sections));
  expect(settings.filter(({ name }) => !sections.has(name.split('.')[0] ?? ''))).toEqual([]);
  expect(settings.find(({ name }) => name === 'http.port')?.type).toEqual({
    kind: 'number',
    whole: true,
    min: 0,
    max: 65_535,
  });
  expect(settings.find(({ name }) => name === 'metrics.engine')?.type).toEqual({
    kind: 'choice',
    choices: [
      { value: 'duckdb', title: 'Embedded, DuckDB' },
      { value: 'questdb', title: 'QuestDB' },
    ],
  });
});
