/**
 * Every key of the window: the one table behind handlers, tooltips, the help and the desktop's menu.
 * Plain data, so that the desktop shell can read it too.
 */
export type KeyGroup = 'everywhere' | 'lists' | 'replay' | 'cookbook' | 'charts' | 'compare' | 'settings';

export interface KeyEntry {
  readonly id: string;
  readonly group: KeyGroup;
  readonly label: string;
  /** Any of these does it. `Ctrl` is ⌘ on a Mac; a space separates keys pressed one after the other. */
  readonly keys: readonly string[];
}

export const GROUP_TITLES: Readonly<Record<KeyGroup, string>> = {
  everywhere: 'Everywhere',
  lists: 'Lists',
  replay: 'Replay',
  cookbook: 'Cookbook',
  charts: 'Charts',
  compare: 'Compare, reports',
  settings: 'Settings',
};

const entry =
  (group: KeyGroup) =>
  (id: string, label: string, ...keys: string[]) => ({ id, group, label, keys });
const everywhere = entry('everywhere');
const lists = entry('lists');
const replay = entry('replay');
const cookbook = entry('cookbook');
const charts = entry('charts');
const compare = entry('compare');
const settings = entry('settings');

export const KEY_TABLE = [
  everywhere('palette', 'Jump to anything', 'Ctrl+k'),
  everywhere('keys', 'These keys', '?'),
  everywhere('go-overview', 'Overview', 'g o'),
  everywhere('go-games', 'Games', 'g g'),
  everywhere('go-synergy', 'Synergy', 'g s'),
  everywhere('go-cookbook', 'Cookbook', 'g c'),
  everywhere('go-dashboards', 'Dashboards', 'g d'),
  everywhere('go-compare', 'Compare', 'g m'),
  everywhere('go-reports', 'Reports', 'g r'),
  everywhere('go-health', 'Health', 'g h'),
  everywhere('go-settings', 'Settings', 'g ,'),
  everywhere('search', 'Search in the view', '/'),
  everywhere('back', 'Back', 'Alt+ArrowLeft'),
  everywhere('forward', 'Forward', 'Alt+ArrowRight'),
  everywhere('copy-link', 'Copy link to this view', 'Ctrl+l'),
  everywhere('theme', 'Dark, light', 't'),
  everywhere('pause', 'Pause, go live', 'p'),
  everywhere('import', 'Import recordings', 'Ctrl+o'),
  everywhere('close', 'Close', 'Escape'),

  lists('list-up', 'Row above', 'ArrowUp'),
  lists('list-down', 'Row below', 'ArrowDown'),
  lists('list-page-up', 'A page up', 'PageUp'),
  lists('list-page-down', 'A page down', 'PageDown'),
  lists('list-first', 'First', 'Home'),
  lists('list-last', 'Last', 'End'),
  lists('list-open', 'Open', 'Enter'),
  lists('list-select', 'Select', 'Space'),
  lists('list-compare', 'Compare the selected', 'c'),
  lists('list-bookmark', 'Bookmark', 'b'),
  lists('list-copy', 'Copy rows', 'Ctrl+c'),

  replay('step-back', 'Step back', 'ArrowLeft'),
  replay('step-on', 'Step on', 'ArrowRight'),
  replay('hand-back', 'A hand back', 'Shift+ArrowLeft'),
  replay('hand-on', 'A hand on', 'Shift+ArrowRight'),
  replay('round-back', 'A round back', 'Ctrl+ArrowLeft'),
  replay('round-on', 'A round on', 'Ctrl+ArrowRight'),
  replay('first-step', 'Start', 'Home'),
  replay('last-step', 'End, follow live', 'End'),
  replay('play', 'Play, pause', 'Space'),
  replay('moment-back', 'Moment before', '['),
  replay('moment-on', 'Moment after', ']'),
  replay('pace-1', 'Real time', '1'),
  replay('pace-2', 'Even pace', '2'),
  replay('pace-3', 'Slow at moments', '3'),
  replay('tab-decision', 'Decision', 'd'),
  replay('tab-events', 'Events', 'e'),
  replay('tab-score', 'Score', 's'),
  replay('tab-notes', 'Notes', 'n'),
  replay('bookmark', 'Bookmark this game', 'b'),
  replay('swap-games', 'Two games: swap', 'x'),
  replay('first-parting', 'Two games: first parting', '.'),

  charts('chart-left', 'Point before', 'ArrowLeft'),
  charts('chart-right', 'Point after', 'ArrowRight'),
  charts('chart-up', 'Series before', 'ArrowUp'),
  charts('chart-down', 'Series after', 'ArrowDown'),
  charts('chart-open', 'Open the games of a point', 'Enter'),
  charts('cell-choose', 'Heatmap: look at a pair', 'Enter'),
  charts('cell-games', 'Heatmap: open the games of a cell', 'Ctrl+Enter'),
  charts('chart-table', 'See as a table', 'v'),
  charts('chart-recipe', 'Open its recipe', 'r'),
  charts('chart-export', 'Export', 'Ctrl+e'),

  cookbook('run', 'Run', 'Ctrl+Enter'),
  cookbook('cancel', 'Cancel', 'Escape'),
  cookbook('save', 'Save', 'Ctrl+s'),
  cookbook('comment', 'Comment', 'Ctrl+/'),
  cookbook('format', 'Format', 'Ctrl+Shift+f'),
  cookbook('complete', 'Complete', 'Ctrl+Space'),
  cookbook('apply-fix', 'Apply a fix', 'Alt+Enter'),
  cookbook('next-error', 'Next error', 'F8'),
  cookbook('new', 'New', 'Ctrl+n'),
  cookbook('export', 'Export', 'Ctrl+e'),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => cookbook(`tab-${n}`, `Tab ${n}`, `Alt+${n}`)),

  compare('swap', 'Swap A and B', 'x'),
  compare('pin', 'Pin as baseline', 'p'),
  compare('block-up', 'Move a block up', 'Alt+ArrowUp'),
  compare('block-down', 'Move a block down', 'Alt+ArrowDown'),
  compare('block-remove', 'Remove a block', 'Delete'),

  settings('settings-save', 'Save', 'Ctrl+s'),
  settings('settings-undo', 'In a field: as it was', 'Escape'),
] satisfies readonly KeyEntry[];

const byId: ReadonlyMap<string, KeyEntry> = new Map(KEY_TABLE.map((item) => [item.id, item]));

/** The first key of an action as it is written on keys, `Ctrl K`; empty for an action without one. */
export function keyOf(id: string): string {
  const first = byId.get(id)?.keys[0];
  return first === undefined ? '' : written(first).flat().join(' ');
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  Delete: 'Del',
};

/** A key as chords of key caps: `g o` is `[['g'], ['o']]`, `Ctrl+k` is `[['Ctrl', 'K']]`. */
export function written(key: string): string[][] {
  return key.split(' ').map((chord) => {
    const names = chord.split('+').map((name) => NAMES[name] ?? name);
    return names.length > 1 ? names.map((name) => (name.length === 1 ? name.toUpperCase() : name)) : names;
  });
}
