import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { EditorTab } from '../../../main-ingest/contract/editor.ts';
import { Link } from '../../address/link.tsx';
import styles from './cookbook.module.css';

interface TabBarProps {
  readonly tabs: readonly EditorTab[];
  readonly current: string;
  readonly titleOf: (tab: EditorTab) => string;
  /** Parameters and engine that it was left with. */
  readonly searchOf: (tab: EditorTab) => Readonly<Record<string, string | undefined>>;
  readonly isChanged: (tab: EditorTab) => boolean;
  readonly close: (tab: EditorTab) => void;
  readonly openNew: () => void;
}

/** What is open; a dot says that something was written that has no name yet. */
export function TabBar({ tabs, current, titleOf, searchOf, isChanged, close, openNew }: TabBarProps) {
  const shown = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another tab is shown
  useEffect(() => {
    shown.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, tabs.length]);
  return (
    <nav className={styles.tabs} aria-label="Open tabs">
      {tabs.map((tab) => (
        <span
          key={tab.id}
          ref={tab.id === current ? shown : undefined}
          className={styles.tab}
          data-current={tab.id === current || undefined}
        >
          <Link
            to={`/cookbook/${tab.id}`}
            search={searchOf(tab)}
            aria-current={tab.id === current ? 'page' : undefined}
          >
            {titleOf(tab)}
            {isChanged(tab) && (
              <i className={styles.changed}>
                <span className="visually-hidden">, changed</span>
              </i>
            )}
          </Link>
          <button type="button" aria-label={`Close ${titleOf(tab)}`} onClick={() => close(tab)}>
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <button type="button" className={styles.add} aria-label="New analysis" title="New analysis" onClick={openNew}>
        <Plus size={14} aria-hidden />
      </button>
    </nav>
  );
}
