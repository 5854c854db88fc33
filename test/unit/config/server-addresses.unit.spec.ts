import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../../main-ingest/config.ts';

const nowhere = { dataFolder: '/nowhere', file: undefined };

function refusal(name: string, value: string): string {
  try {
    loadConfig({ ...nowhere, env: { [name]: value } });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

test.each([
  ['WORKBENCH_HISTORY_URL', 'esdb://admin:kept@a:2113,b:2113,c:2113?tls=true&tlsCAFile=/ca.crt'],
  ['WORKBENCH_HISTORY_URL', 'esdb+discover://cluster:2113'],
  ['WORKBENCH_METRICS_URL', 'https://admin:kept@db:9000'],
  ['WORKBENCH_METRICS_PG_URL', 'postgres://admin:a%2Fb@127.0.0.1:8812/qdb?options=-c%20x'],
  ['WORKBENCH_METRICS_READER_URL', 'postgresql://user@[::1]:8812/qdb'],
])('%s may be %s', (name, value) => {
  expect(refusal(name, value)).toBe('');
});

test.each([
  ['WORKBENCH_HISTORY_URL', 'esdb://admin:kept-secret@a?tlsVerifyCert=false', /history\.url \(.*_URL\): .*tlsCAFile=/],
  ['WORKBENCH_METRICS_URL', 'ftp://admin:kept-secret@db:9000', /not an address such as http:/],
  ['WORKBENCH_METRICS_URL', 'http://admin:12/kept-secret@db:9000', /\/ \? # are written as/],
  ['WORKBENCH_METRICS_URL', 'http://admin:kept-secret%zz@db:9000', /a % is written as %25/],
  ['WORKBENCH_METRICS_PG_URL', 'postgres://admin:kept-secret@db:nine/qdb', /not an address such as postgres:/],
  ['WORKBENCH_METRICS_PG_URL', 'postgres://admin:12?kept-secret@db/qdb', /\/ \? # are written as/],
  ['WORKBENCH_METRICS_READER_URL', 'postgres://db/qdb?user=a&password=kept-secret', /stand before the host/],
])('%s may not be %s, in words that hold no password', (name, value, words) => {
  expect(refusal(name, value)).toMatch(words);
  expect(refusal(name, value)).not.toContain('kept-secret');
});
