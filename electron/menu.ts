import { Menu, type MenuItemConstructorOptions } from 'electron';
import { KEY_TABLE, type KeyEntry } from '../renderer/keys/key-table.ts';

export interface MenuActions {
  /** Does an action of the key table in the window that has the focus. */
  readonly command: (id: string) => void;
  readonly newWindow: () => void;
}

/**
 * The application's menu, from the window's own key table.
 *
 * Only chords with Ctrl or Alt become accelerators: a menu would otherwise take plain letters from text fields. The
 * window handles all its keys itself, so accelerators are shown and not registered.
 */
export function installMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, process.platform === 'darwin')));
}

export function menuTemplate(actions: MenuActions, isMac: boolean): MenuItemConstructorOptions[] {
  const item = (id: string): MenuItemConstructorOptions[] => {
    const found = entries.find((candidate) => candidate.id === id);
    if (!found) return [];
    const accelerator = acceleratorOf(found);
    return [
      {
        id,
        label: found.label,
        ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
        click: () => actions.command(id),
      },
    ];
  };
  const go = entries.filter(({ id }) => id.startsWith('go-')).flatMap(({ id }) => item(id));
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
        ...item('import'),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'Go',
      submenu: [
        ...item('palette'),
        { type: 'separator' },
        ...go,
        { type: 'separator' },
        ...item('back'),
        ...item('forward'),
      ],
    },
    {
      label: 'View',
      submenu: [
        ...item('theme'),
        ...item('pause'),
        { type: 'separator' },
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        { type: 'separator' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { label: 'Help', role: 'help', submenu: item('keys') },
  ];
}

const entries: readonly KeyEntry[] = KEY_TABLE;

/** Electron's writing of the first chord with a modifier: `Ctrl+k` is `CmdOrCtrl+K`. */
function acceleratorOf({ keys }: KeyEntry): string | undefined {
  const chord = keys.find((key) => /^(Ctrl|Alt)\+/.test(key));
  return chord
    ?.split('+')
    .map((part) =>
      part === 'Ctrl'
        ? 'CmdOrCtrl'
        : part.startsWith('Arrow')
          ? part.slice('Arrow'.length)
          : part.length === 1
            ? part.toUpperCase()
            : part,
    )
    .join('+');
}
