import { describe, expect, test } from 'vitest';
import { GROUP_TITLES, KEY_TABLE, type KeyEntry, keyOf, written } from '../../../renderer/keys/key-table.ts';
import { chordOf, match, writesText } from '../../../renderer/keys/match.ts';

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });
const everywhere: readonly KeyEntry[] = KEY_TABLE.filter((entry) => entry.group === 'everywhere');

describe('the key table', () => {
  test('names each action once', () => {
    const ids = KEY_TABLE.map((entry) => entry.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  // Charts of different kinds may use one key for different things: only one of them has the focus.
  test.each(Object.keys(GROUP_TITLES).filter((group) => group !== 'charts'))('has no key twice in %s', (group) => {
    const keys = KEY_TABLE.filter((entry) => entry.group === group).flatMap((entry): readonly string[] => entry.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('no key is the beginning of another of its group', () => {
    for (const entry of everywhere)
      for (const key of entry.keys)
        expect(everywhere.flatMap((other) => other.keys).filter((other) => other.startsWith(`${key} `))).toEqual([]);
  });

  test('is written as keys are', () => {
    expect(written('Ctrl+Shift+f')).toEqual([['Ctrl', 'Shift', 'F']]);
    expect(written('g o')).toEqual([['g'], ['o']]);
    expect(keyOf('palette')).toBe('Ctrl K');
    expect(keyOf('back')).toBe('Alt ←');
  });
});

describe('a key press', () => {
  test('is written as the table writes it', () => {
    expect(press('k', { ctrlKey: true })).toBe('Ctrl+k');
    expect(press('K', { metaKey: true })).toBe('Ctrl+k');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('ArrowLeft', { shiftKey: true })).toBe('Shift+ArrowLeft');
    expect(press('F', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+f');
    expect(press(' ')).toBe('Space');
    expect(press('Shift', { shiftKey: true })).toBeUndefined();
  });

  test('leads to its action, by way of a prefix where there is one', () => {
    expect(match(everywhere, '', '?')).toEqual({ kind: 'action', id: 'keys' });
    expect(match(everywhere, '', 'g')).toEqual({ kind: 'prefix', keys: 'g' });
    expect(match(everywhere, 'g', 'o')).toEqual({ kind: 'action', id: 'go-overview' });
    expect(match(everywhere, 'g', 'z')).toEqual({ kind: 'none' });
  });

  test('belongs to a field when it writes', () => {
    expect(['t', '?', 'Space', 'ArrowLeft', 'Enter', 'Home'].every(writesText)).toBe(true);
    expect(['Ctrl+k', 'Alt+ArrowLeft', 'Escape', 'F8'].some(writesText)).toBe(false);
  });
});
