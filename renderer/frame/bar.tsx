import { Search } from 'lucide-react';
import { useScope } from '../address/address.ts';
import { ask } from '../contract/engine.ts';
import { useAnswer } from '../contract/queries.ts';
import { count } from '../format/number.ts';
import { ActionKey } from '../keys/key-cap.tsx';
import styles from './bar.module.css';
import { useShownBarNote } from './bar-note.ts';
import { ListPill } from './list-pill.tsx';
import { TimePill } from './time-pill.tsx';

interface BarProps {
  readonly title: string;
  readonly scoped: boolean;
  readonly openPalette: () => void;
}

/** Title, scope and the way to anything. The scope is one for all views. */
export function Bar({ title, scoped, openPalette }: BarProps) {
  const values = useAnswer(ask.games.scopeValues.queryOptions()).data;
  const note = useShownBarNote();
  const anyGames = values !== undefined && values.games > 0;
  // While nobody can say how many there are, nothing is said.
  const games = anyGames ? <InScope /> : values && 'No games yet';
  return (
    <header className={styles.bar}>
      <h1 className={styles.title}>{title}</h1>
      {scoped && anyGames && (
        <fieldset className={styles.scope}>
          <legend className="visually-hidden">Scope of all views</legend>
          <TimePill values={values} />
          <ListPill name="strategy" label="Strategy" values={values.strategy} />
          <ListPill name="model" label="Model" values={values.model} />
          <ListPill name="deck" label="Deck" values={values.deck} />
          <ListPill name="stake" label="Stake" values={values.stake} />
          <ListPill name="outcome" label="Outcome" values={values.outcome} />
        </fieldset>
      )}
      <span className={styles.note}>{note ?? (scoped ? games : null)}</span>
      <PaletteButton openPalette={openPalette} />
    </header>
  );
}

/** How many ended games are in scope. */
function InScope() {
  const { scope } = useScope();
  const list = useAnswer(ask.games.list.queryOptions({ input: { scope, limit: 1 } })).data;
  return list === undefined ? null : <>{count(list.total)} games</>;
}

/** "Jump to anything"; for bars of views that draw their own, too. */
export function PaletteButton({ openPalette }: { readonly openPalette: () => void }) {
  return (
    <button type="button" className={styles.jump} onClick={openPalette} aria-keyshortcuts="Control+K">
      <Search size={14} aria-hidden /> <span>Jump to anything</span> <ActionKey id="palette" />
    </button>
  );
}
