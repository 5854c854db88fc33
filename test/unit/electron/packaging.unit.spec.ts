import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { LINK_SCHEME } from '../../../electron/deep-link.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
const config = parse(read('build/electron-builder.yaml'));

test('a packaged shell is no Node for others, takes no options from outside, and loads only what was packaged', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('an installer registers the scheme of links, and starts the shell that is built', () => {
  expect(config.protocols[0].schemes).toEqual([LINK_SCHEME]);
  expect(JSON.parse(read('package.json')).main).toBe('dist/desktop/electron/main.js');
});
