import { useState } from 'react';
import type { ReplaySummary, Step } from '../../../main-ingest/contract/replay.ts';
import { compact } from '../../format/number.ts';
import { keyOf } from '../../keys/key-table.ts';
import { Decision } from './decision.tsx';
import { EventList } from './event-list.tsx';
import type { EventKind } from './event-rows.ts';
import { Notes } from './notes.tsx';
import { Score } from './score.tsx';
import styles from './tabs.module.css';

const TABS = ['decision', 'events', 'score', 'notes'] as const;
export type Tab = (typeof TABS)[number];

const WORDS: Readonly<Record<Tab, string>> = {
  decision: 'Decision',
  events: 'Events',
  score: 'Score',
  notes: 'Notes',
};

/** The tab that an address names; the decision where it names none. */
export function readTab(text: string | undefined): Tab {
  return TABS.find((tab) => tab === text) ?? 'decision';
}

interface TabsProps {
  readonly tab: Tab;
  readonly openTab: (tab: Tab) => void;
  readonly game: ReplaySummary;
  readonly step: number;
  readonly shown: Step | undefined;
  readonly decision: Step | undefined;
  readonly go: (step: number) => void;
}

/** What stands beside the board: the decision and the events around it, all events, the score in parts, notes. */
export function Tabs({ tab, openTab, game, step, shown, decision, go }: TabsProps) {
  const [kind, setKind] = useState<EventKind>('all');
  const notes = game.gaps.length + game.snapshots.mismatches.length;
  const counts: Partial<Record<Tab, number>> = { events: game.steps.length, notes };
  const beside = (by: number) => openTab(TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length] ?? tab);
  const events = <EventList steps={game.steps} step={step} kind={kind} setKind={setKind} go={go} />;
  return (
    <section className={styles.tabs} aria-label="About this step">
      <div className={styles.row} role="tablist" aria-label="About this step">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === tab}
            aria-controls="tab-panel"
            tabIndex={name === tab ? 0 : -1}
            title={`${WORDS[name]} (${keyOf(`tab-${name}`)})`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => openTab(name)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
              event.preventDefault();
              beside(event.key === 'ArrowLeft' ? -1 : 1);
            }}
          >
            {WORDS[name]} {counts[name] !== undefined && <small>{compact(counts[name])}</small>}
          </button>
        ))}
      </div>
      <div className={styles.panel} role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'decision' && (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys */}
            <div className={styles.decision} tabIndex={0}>
              {shown && <Decision step={shown} decision={decision} decisions={game.decisions} />}
            </div>
            {events}
          </>
        )}
        {tab === 'events' && events}
        {tab === 'score' && shown && <Score step={shown} game={game} go={go} />}
        {tab === 'notes' && <Notes game={game} go={go} />}
      </div>
    </section>
  );
}
