import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hidePassword, showPassword } from '../../../main-ingest/settings/address.ts';

test.each([
  ['postgres://admin:quest@127.0.0.1:8812/qdb', 'postgres://admin:***@127.0.0.1:8812/qdb'],
  ['esdb+discover://admin:changeit@db:2113?tls=false', 'esdb+discover://admin:***@db:2113?tls=false'],
  ['http://admin:a@b:c@db:9000', 'http://admin:***@db:9000'],
  ['http://admin:@db', 'http://admin:***@db'],
  ['http://me@db:9000', 'http://me@db:9000'],
  ['http://db:9000/path?a=b:c@d', 'http://db:9000/path?a=b:c@d'],
])('%s is told as %s', (address, told) => {
  expect(hidePassword(address)).toBe(told);
});

test('what is told leads back, for the same user of the same server alone', () => {
  const word = fc.stringMatching(/^[a-z0-9._~%-]{1,12}$/);
  const password = fc.stringMatching(/^[a-zA-Z0-9:@!$&*._~%-]{0,12}$/);
  fc.assert(
    fc.property(word, password, word, word, (user, secret, host, other) => {
      const address = `postgres://${user}:${secret}@${host}:8812/qdb`;
      expect(showPassword(hidePassword(address), address)).toBe(address);
      fc.pre(other !== host && other !== user);
      expect(showPassword(`postgres://${user}:***@${other}:8812/qdb`, address)).toBeUndefined();
      expect(showPassword(`postgres://${other}:***@${host}:8812/qdb`, address)).toBeUndefined();
    }),
  );
});

test('a password that is written out is taken as it is', () => {
  expect(showPassword('http://me:new@db', 'http://me:old@db')).toBe('http://me:new@db');
  expect(showPassword('http://db', 'http://me:old@db')).toBe('http://db');
});
