import {
  Copy,
  Database,
  HardDrive,
  Info,
  Keyboard,
  type LucideIcon,
  Palette,
  RadioTower,
  Search,
  SlidersHorizontal,
  TerminalSquare,
  Timer,
} from 'lucide-react';
import type { RefObject } from 'react';
import type { SettingsList } from '../../../main-ingest/contract/settings.ts';
import { Link } from '../../address/link.tsx';
import { Button } from '../../control/button.tsx';
import { perform } from '../../keys/use-keys.ts';
import { type Changed, changesIn } from './arrange.ts';
import { copyText } from './copy-text.ts';
import styles from './page-list.module.css';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  stores: Database,
  intake: RadioTower,
  journal: HardDrive,
  queries: Timer,
  workbench: TerminalSquare,
};

/** Pages of this window's own, which no file holds. */
export const OWN_PAGES = [
  { name: 'appearance', title: 'Appearance', icon: Palette },
  { name: 'about', title: 'About', icon: Info },
] as const;

interface PageListProps {
  readonly list: SettingsList;
  readonly page: string;
  readonly changed: readonly Changed[];
  readonly typed: string;
  readonly search: (typed: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
}

/** Pages of settings with the search above and the file below. */
export function PageList({ list, page, changed, typed, search, field }: PageListProps) {
  const current = (name: string) => (typed === '' && name === page ? 'page' : undefined);
  return (
    <aside className={styles.list} aria-label="Pages of settings">
      <label className={styles.search}>
        <Search size={14} aria-hidden />
        <input
          ref={field}
          type="search"
          aria-label="Find a setting"
          placeholder="Find a setting"
          value={typed}
          onChange={(event) => search(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typed !== '') search('');
          }}
        />
      </label>
      <nav aria-label="Settings">
        {list.pages.map(({ name, title, ...rest }) => {
          const Icon = ICONS[name] ?? SlidersHorizontal;
          const changes = changesIn({ name, title, ...rest }, changed);
          return (
            <Link key={name} to={`/settings/${name}`} className={styles.page} aria-current={current(name)}>
              <Icon size={16} strokeWidth={1.7} aria-hidden /> {title}
              {changes > 0 && <small>{changes} not saved</small>}
            </Link>
          );
        })}
        {OWN_PAGES.map(({ name, title, icon: Icon }) => (
          <Link key={name} to={`/settings/${name}`} className={styles.page} aria-current={current(name)}>
            <Icon size={16} strokeWidth={1.7} aria-hidden /> {title}
          </Link>
        ))}
        <button type="button" className={styles.page} onClick={() => perform('keys')}>
          <Keyboard size={16} strokeWidth={1.7} aria-hidden /> Keys
        </button>
      </nav>
      <footer className={styles.file}>
        Every setting is also a line in
        <code>{list.file}</code>
        <Button size="large" onPress={() => copyText(list.file, 'Path copied')}>
          <Copy size={13} aria-hidden /> Copy the path
        </Button>
      </footer>
    </aside>
  );
}
