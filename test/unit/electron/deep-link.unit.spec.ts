import { expect, test } from 'vitest';
import { addressOfArguments, addressOfLink, withoutLinks } from '../../../electron/deep-link.ts';

test.each([
  ['balatro-workbench:///games/7f3a?step=626', '/games/7f3a?step=626'],
  ['balatro-workbench://games/7f3a?step=626', '/games/7f3a?step=626'],
  ['Balatro-Workbench://synergy', '/synergy'],
  ['balatro-workbench://', '/'],
  ['balatro-workbench:////evil.example/x', '/evil.example/x'],
  ['balatro-workbench://games/../../settings', '/settings'],
])('%s opens %s', (link, address) => {
  expect(addressOfLink(link)).toBe(address);
});

test.each(['https://evil.example/', 'workbench://window/games', '--port', ''])('"%s" is no link', (text) => {
  expect(addressOfLink(text)).toBeUndefined();
});

test('a link among arguments is for the shell, the rest for the engine', () => {
  const args = ['--data', 'folder', 'balatro-workbench://health'];
  expect(addressOfArguments(args)).toBe('/health');
  expect(withoutLinks(args)).toEqual(['--data', 'folder']);
});
