import { Search } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { openWindow } from '../contract/desktop.ts';
import { Overlay } from '../control/overlay.tsx';
import { KeyCap } from '../keys/key-cap.tsx';
import { arrange, type EntryGroup, GROUP_ORDER, GROUPS, type Match, readTyped } from './entries.ts';
import styles from './palette.module.css';
import { Preview } from './preview.tsx';
import { useEntries } from './use-entries.ts';

/** "Jump to anything": one field over games, jokers, recipes, views and commands. */
export function Palette({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  return (
    <Overlay label="Jump to anything" isOpen={isOpen} close={close} width={880}>
      <Finder close={close} />
    </Overlay>
  );
}

function Finder({ close }: { readonly close: () => void }) {
  const [typed, setTyped] = useState('');
  const [chosenId, setChosenId] = useState<string>();
  const id = useId();
  const wanted = useMemo(() => readTyped(typed), [typed]);
  const { entries, games } = useEntries(wanted);
  const groups = useMemo(() => arrange(entries, wanted, games), [entries, wanted, games]);
  const all = useMemo(
    () => arrange(entries, { group: undefined, text: wanted.text }, games),
    [entries, wanted.text, games],
  );
  const flat = groups.flatMap((group) => group.matches);
  const chosen = flat.find((match) => match.id === chosenId) ?? flat[0];
  const total = all.reduce((sum, group) => sum + group.count, 0);

  const openEntry = (match: Match | undefined) => {
    if (!match) return;
    close();
    // The focus goes back first, so that a command acts on what had it.
    setTimeout(match.open);
  };
  const openBeside = (match: Match | undefined) => {
    if (match?.href === undefined) return openEntry(match);
    close();
    openWindow(match.href);
  };
  const move = (by: number) => {
    const at = chosen ? flat.indexOf(chosen) : 0;
    setChosenId(flat[(at + by + flat.length) % flat.length]?.id);
  };
  const nextGroup = (by: number) => {
    const at = groups.findIndex((group) => group.group === chosen?.group);
    setChosenId(groups[(at + by + groups.length) % groups.length]?.matches[0]?.id);
  };
  const search = (group: EntryGroup | undefined) => setTyped(group ? GROUPS[group].prefix + wanted.text : wanted.text);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Tab') nextGroup(event.shiftKey ? -1 : 1);
    else if (event.key === 'Enter') (event.shiftKey ? openBeside : openEntry)(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.field}>
        <Search size={18} aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the field is what this window was opened for
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
          aria-label="Jump to anything"
          placeholder="A seed, a joker, a recipe, a view, a command"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosenId(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <span>{total} results</span> <KeyCap keys="Escape" />
      </div>
      <div className={styles.filters}>
        <button type="button" aria-pressed={wanted.group === undefined} onClick={() => search(undefined)}>
          All <small>{total}</small>
        </button>
        {GROUP_ORDER.map((group) => (
          <button key={group} type="button" aria-pressed={wanted.group === group} onClick={() => search(group)}>
            <code>{GROUPS[group].prefix}</code> {GROUPS[group].title}{' '}
            <small>{all.find((own) => own.group === group)?.count ?? 0}</small>
          </button>
        ))}
      </div>
      <div className={styles.body}>
        <div id={`${id}-list`} role="listbox" aria-label="Results" className={styles.list}>
          {groups.map(({ group, matches, count }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
            <div key={group} role="group" aria-label={GROUPS[group].title}>
              <div className={styles.group}>
                {GROUPS[group].title}
                {count > matches.length && (
                  <button type="button" tabIndex={-1} onClick={() => search(group)}>
                    All {count} →
                  </button>
                )}
              </div>
              {matches.map((match) => (
                <Option
                  key={match.id}
                  id={`${id}-${match.id}`}
                  match={match}
                  chosen={match.id === chosen?.id}
                  choose={() => setChosenId(match.id)}
                  open={() => openEntry(match)}
                />
              ))}
            </div>
          ))}
          {flat.length === 0 && (
            <p className={styles.none}>
              Nothing is called so. A seed, a joker, a view, a recipe or a command is found by any part of its name.
            </p>
          )}
        </div>
        <Preview entry={chosen} open={() => openEntry(chosen)} />
      </div>
      <footer className={styles.footer}>
        <span>
          <KeyCap keys="ArrowUp" /> <KeyCap keys="ArrowDown" /> move
        </span>
        <span>
          <KeyCap keys="Tab" /> next group
        </span>
        <span>
          <KeyCap keys="Enter" /> open
        </span>
        <span>
          <KeyCap keys="Shift+Enter" /> in a new window
        </span>
        <span className={styles.end}>
          Type <strong># @ = / &gt;</strong> to search one group
        </span>
      </footer>
    </>
  );
}

interface OptionProps {
  readonly id: string;
  readonly match: Match;
  readonly chosen: boolean;
  readonly choose: () => void;
  readonly open: () => void;
}

function Option({ id, match, chosen, choose, open }: OptionProps) {
  const Icon = GROUPS[match.group].icon;
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: it is the field's active descendant
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={chosen}
      className={styles.option}
      onMouseMove={choose}
      onClick={open}
    >
      <Icon size={15} aria-hidden />
      <span className={styles.text}>
        <Marked text={match.text} marks={match.marks} />
      </span>
      {match.note !== undefined && <span className={styles.note}>{match.note}</span>}
      <span className={styles.keys}>{match.keys !== undefined && <KeyCap keys={match.keys} />}</span>
    </div>
  );
}

/** A text with what was typed marked in it. */
function Marked({ text, marks }: { readonly text: string; readonly marks: Match['marks'] }) {
  let from = 0;
  const parts = marks.map(([start, end]) => {
    const before = text.slice(from, start);
    from = end;
    return (
      <Fragment key={start}>
        {before}
        <mark>{text.slice(start, end)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
