import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { type ParsedGameTerm, parseGameQuery, printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import type { GameFacets } from '../../../main-ingest/contract/games.ts';
import { useKeys } from '../../keys/use-keys.ts';
import styles from './game-search.module.css';
import { suggestionsFor } from './suggestions.ts';

interface GameSearchProps {
  readonly q: string;
  readonly setQ: (q: string) => void;
  readonly facets: GameFacets | undefined;
  /** Goes on to the list. */
  readonly leave: () => void;
}

/** The typed search: what is understood becomes a chip, what is not is said; facets set the same chips. */
export function GameSearch({ q, setQ, facets, leave }: GameSearchProps) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useKeys('everywhere', { search: () => field.current?.focus() });
  const { terms, problems } = parseGameQuery(q);
  const [problem] = problems;
  const suggestions = open ? suggestionsFor(typed, facets) : [];

  const commit = (text: string) => {
    const wanted = text.trim();
    if (wanted !== '') setQ(`${q} ${wanted}`.trim());
    setTyped('');
    setAt(-1);
    setOpen(false);
  };
  const take = (index: number) => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    if (suggestion.complete) commit(suggestion.text);
    else {
      setTyped(suggestion.text);
      setAt(-1);
    }
    field.current?.focus();
  };
  const without = (gone: ParsedGameTerm) => setQ(printGameQuery(terms.filter((term) => term !== gone)));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = terms.at(-1);
    if (event.key === 'ArrowDown' && suggestions.length > 0) setAt((at + 1) % suggestions.length);
    else if (event.key === 'ArrowUp' && suggestions.length > 0)
      setAt(((at + suggestions.length) % (suggestions.length + 1)) - 1);
    else if (event.key === 'ArrowDown') leave();
    else if (event.key === 'Tab' && suggestions.length > 0 && typed !== '') take(Math.max(at, 0));
    else if (event.key === 'Enter' && at >= 0) take(at);
    else if (event.key === 'Enter' && typed !== '') commit(typed);
    else if (event.key === 'Enter') leave();
    else if (event.key === 'Escape' && suggestions.length > 0) setOpen(false);
    else if (event.key === ' ' && isWhole(typed)) commit(typed);
    else if (event.key === 'Backspace' && typed === '' && last) {
      // The last chip becomes text again.
      without(last);
      setTyped(printGameQuery([last]));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.place}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the field means the field */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys */}
      <div
        className={styles.search}
        data-problem={problem !== undefined || undefined}
        onClick={() => field.current?.focus()}
      >
        <Search size={14} aria-hidden />
        {terms.map((term) => (
          <Chip key={`${term.position} ${printGameQuery([term])}`} term={term} remove={() => without(term)} />
        ))}
        {problem && (
          <span className={styles.bad} title={problem.message}>
            {q.slice(problem.position, problem.position + problem.length)}
            <button
              type="button"
              aria-label="Remove what was not understood"
              onClick={() => setQ(printGameQuery(terms))}
            >
              <X size={11} aria-hidden />
            </button>
          </span>
        )}
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-label="Search games"
          aria-keyshortcuts="/"
          spellCheck={false}
          autoComplete="off"
          placeholder={terms.length > 0 ? 'and …' : 'joker:"The Trio"  ante>=7  outcome:won  seed:2SA …'}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(-1);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setOpen(false);
            if (isWhole(typed)) commit(typed);
          }}
        />
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem.message}
        </p>
      )}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="What can follow"
        className={styles.suggestions}
        hidden={suggestions.length === 0}
      >
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
          // biome-ignore lint/a11y/useFocusableInteractive: it is the field's active descendant
          <div
            key={suggestion.text}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
          >
            <code>{suggestion.text}</code> <span>{suggestion.help}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Whether what is typed is a term that lacks nothing, so that a space ends it. */
function isWhole(typed: string): boolean {
  const { terms, problems } = parseGameQuery(typed);
  return terms.length > 0 && problems.length === 0;
}

function Chip({ term, remove }: { readonly term: ParsedGameTerm; readonly remove: () => void }) {
  const text = printGameQuery([term]);
  const name = term.field === null ? '' : `${term.negated ? '-' : ''}${term.field}${term.operator}`;
  return (
    <span className={styles.chip}>
      <em>{name}</em>
      {text.slice(name.length)}
      <button type="button" aria-label={`Remove ${text}`} onClick={remove}>
        <X size={11} aria-hidden />
      </button>
    </span>
  );
}
