import { PanelLeftClose, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { GameField, GameTerm } from '../../../main-ingest/contract/game-query.ts';
import type { GameFacets } from '../../../main-ingest/contract/games.ts';
import { Button } from '../../control/button.tsx';
import { compact, count } from '../../format/number.ts';
import { deckWord } from '../../format/word.ts';
import { seriesPlaces } from '../../theme/series-places.ts';
import styles from './facets.module.css';
import { ModelRange } from './model-range.tsx';
import { clearField, rangeOf, setRange, toggleValue, valuesOf } from './query-terms.ts';

interface FacetsProps {
  readonly facets: GameFacets;
  readonly live: number;
  readonly terms: readonly GameTerm[];
  readonly setTerms: (terms: readonly GameTerm[]) => void;
  readonly hide: () => void;
}

type Values = GameFacets['deck'];

const FEW = 4;

/** The query as boxes to tick: each facet's counts are those within the rest of the query. */
export function Facets({ facets, live, terms, setTerms, hide }: FacetsProps) {
  const places = seriesPlaces(facets.strategy.map(({ value }) => value));
  const toggle = (field: GameField) => (value: string) => setTerms(toggleValue(terms, field, value));
  const clear = (field: GameField) => () => setTerms(clearField(terms, field));
  const outcomes = outcomeValues(facets.outcome, live);
  const common = (field: GameField) => ({ chosen: valuesOf(terms, field), toggle: toggle(field), clear: clear(field) });
  return (
    <aside className={styles.facets} aria-label="Filter">
      <header>
        <h2>Filter</h2>
        {terms.length > 0 && (
          <button type="button" className={styles.clear} onClick={() => setTerms([])}>
            Clear {terms.length}
          </button>
        )}
        <Button kind="icon" label="Hide the filter" onPress={hide}>
          <PanelLeftClose size={14} />
        </Button>
      </header>
      <Facet
        title="Outcome"
        values={outcomes}
        colour={(value) => OUTCOME_COLOURS[value]}
        word={outcomeName}
        {...common('outcome')}
        few={4}
      />
      <Facet
        title="Strategy"
        values={facets.strategy}
        colour={(value) => `var(--series-${(places.get(value) ?? 0) + 1})`}
        {...common('strategy')}
        few={8}
      />
      <Facet title="Deck" values={facets.deck} word={deckWord} {...common('deck')} />
      <Facet title="Stake" values={facets.stake} {...common('stake')} />
      {facets.model.length > 0 && (
        <ModelRange
          values={facets.model}
          range={rangeOf(terms, 'model')}
          setRange={(range) => setTerms(setRange(terms, 'model', range))}
        />
      )}
      <AnteFacet values={facets.ante} {...common('ante')} />
      <JokerFacet values={facets.joker} {...common('joker')} />
      <Facet title="" values={[{ value: 'yes', games: -1 }]} word={() => 'Bookmarked'} {...common('bookmarked')} />
    </aside>
  );
}

const OUTCOME_COLOURS: Readonly<Record<string, string>> = {
  won: 'var(--win)',
  lost: 'var(--loss)',
  live: 'var(--text-2)',
  abandoned: 'var(--abandoned)',
};
const OUTCOME_NAMES: Readonly<Record<string, string>> = {
  won: 'Won',
  lost: 'Lost',
  live: 'In flight',
  abandoned: 'Left early',
};
const outcomeName = (value: string) => OUTCOME_NAMES[value] ?? value;
const OUTCOME_OF: Readonly<Record<string, string>> = { win: 'won', loss: 'lost' };

/** All four outcomes in the words of the query, those without games too. */
function outcomeValues(values: Values, live: number): Values {
  const games = new Map(values.map((item) => [OUTCOME_OF[item.value] ?? item.value, item.games]));
  return ['won', 'lost', 'live', 'abandoned'].map((value) => ({
    value,
    games: games.get(value) ?? (value === 'live' ? live : 0),
  }));
}

interface FacetProps {
  readonly title: string;
  readonly values: Values;
  readonly chosen: readonly string[];
  readonly toggle: (value: string) => void;
  readonly clear: () => void;
  readonly word?: (value: string) => string;
  readonly colour?: (value: string) => string | undefined;
  /** How many values stand there before "more" is asked for. */
  readonly few?: number;
  /** Stands over the values: a field that finds some. */
  readonly above?: ReactNode;
}

function Facet(props: FacetProps) {
  const { title, values, chosen, toggle, clear, word = (value) => value, colour, few = FEW } = props;
  const [all, setAll] = useState(false);
  const isChosen = (value: string) => chosen.some((other) => other.toLowerCase() === value.toLowerCase());
  const missing = chosen.filter((value) => !values.some((item) => item.value.toLowerCase() === value.toLowerCase()));
  // What is ticked must be in sight; a short list keeps its order under the pointer.
  const listed =
    values.length + missing.length <= few
      ? [...missing.map((value) => ({ value, games: 0 })), ...values]
      : [
          ...missing.map((value) => ({ value, games: 0 })),
          ...values.filter((item) => isChosen(item.value)),
          ...values.filter((item) => !isChosen(item.value)),
        ];
  const shown = all ? listed : listed.filter((item, index) => index < few || isChosen(item.value));
  const most = Math.max(1, ...values.map((item) => item.games));
  return (
    <Section title={title} chosen={chosen.length} clear={clear}>
      {props.above}
      {shown.map(({ value, games }) => (
        <label key={value} className={styles.value} data-none={games === 0 || undefined}>
          <input type="checkbox" checked={isChosen(value)} onChange={() => toggle(value)} />
          <span className={styles.name}>{word(value)}</span>
          {games >= 0 && (
            <>
              <i className={styles.bar}>
                <i style={{ width: `${(games / most) * 100}%`, background: colour?.(value) }} />
              </i>
              <span className={styles.count}>{compact(games)}</span>
            </>
          )}
        </label>
      ))}
      {listed.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {listed.length - shown.length} more
        </button>
      )}
    </Section>
  );
}

interface SectionProps {
  readonly title: string;
  readonly chosen: number;
  readonly clear: () => void;
  readonly children: ReactNode;
}

function Section({ title, chosen, clear, children }: SectionProps) {
  return (
    <fieldset className={styles.section}>
      {title !== '' && (
        <legend>
          {title}
          {chosen > 0 && (
            <button type="button" className={styles.clear} onClick={clear} aria-label={`Clear ${title.toLowerCase()}`}>
              {chosen} set
            </button>
          )}
        </legend>
      )}
      {children}
    </fieldset>
  );
}

type OwnFacet = Pick<FacetProps, 'values' | 'chosen' | 'toggle' | 'clear'>;

/** Antes as bars; 8 and beyond are told apart, for a won game goes on. */
function AnteFacet({ values, chosen, toggle, clear }: OwnFacet) {
  const games = new Map(values.map((item) => [item.value, item.games]));
  const antes = values.map((item) => Number(item.value)).filter((ante) => !Number.isNaN(ante));
  const first = Math.min(1, ...antes);
  const last = Math.max(8, ...antes);
  const most = Math.max(1, ...values.map((item) => item.games));
  return (
    <Section title="Ante reached" chosen={chosen.length} clear={clear}>
      <div className={styles.antes}>
        {Array.from({ length: last - first + 1 }, (_, index) => String(first + index)).map((ante) => (
          <button
            key={ante}
            type="button"
            aria-pressed={chosen.includes(ante)}
            aria-label={`Ante ${ante}: ${count(games.get(ante) ?? 0)} games`}
            title={`Ante ${ante}: ${count(games.get(ante) ?? 0)} games`}
            onClick={() => toggle(ante)}
          >
            <small>{short(games.get(ante) ?? 0)}</small>
            <i style={{ height: `${2 + ((games.get(ante) ?? 0) / most) * 26}px` }} />
            {ante}
          </button>
        ))}
      </div>
    </Section>
  );
}

/** Over a narrow bar: `302`, `11k`. */
function short(games: number): string {
  return games < 1000 ? String(games) : `${Math.round(games / 1000)}k`;
}

function JokerFacet({ values, chosen, toggle, clear }: OwnFacet) {
  const [find, setFind] = useState('');
  const wanted = find.toLowerCase();
  const shown = values.filter(({ value }) => value.toLowerCase().includes(wanted));
  return (
    <Facet
      title="Has joker"
      values={shown}
      chosen={chosen}
      toggle={toggle}
      clear={clear}
      few={wanted === '' ? 5 : 8}
      above={
        <label className={styles.find}>
          <Search size={12} aria-hidden />
          <input
            type="search"
            placeholder="Find a joker"
            aria-label="Find a joker"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </label>
      }
    />
  );
}
