import type { UseQueryResult } from '@tanstack/react-query';
import { Layers, Link2, PanelRight, Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Combination, Synergy } from '../../../main-ingest/contract/synergy.ts';
import { useAddress } from '../../address/address.ts';
import { Button } from '../../control/button.tsx';
import { Segments } from '../../control/segments.tsx';
import { count, share } from '../../format/number.ts';
import { copyLink } from '../../frame/copy-link.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { Panel } from '../../panel/panel.tsx';
import type { PanelState } from '../../panel/panel-state.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { itemsOf } from '../../table/items-of.ts';
import { VirtualTable } from '../../table/virtual-table.tsx';
import { usePalette } from '../../theme/palette.ts';
import { AnteControl, AsControl, MinimumControl, SizeControl } from './controls.tsx';
import { ExportMenu } from './export-menu.tsx';
import { drawForestFigure } from './forest-figure.ts';
import { forestMost } from './forest-scale.ts';
import { queryOfJokers, recipeOf } from './games-of.ts';
import { combinationColumns } from './list-columns.tsx';
import styles from './list-panel.module.css';
import { rateOfAll } from './measure.ts';
import type { Pen } from './pen.ts';
import { found, sorted } from './ranking.ts';
import { saveCombinations } from './save-combinations.ts';
import common from './synergy.module.css';
import { FALSE_FINDS, type SynergyAddress } from './synergy-address.ts';
import { useEmptyState } from './use-empty-state.ts';
import { useNarrow } from './use-narrow.ts';
import type { SetSynergy } from './use-synergy-address.ts';

interface ListPanelProps {
  readonly answer: UseQueryResult<Synergy, Error>;
  readonly address: SynergyAddress;
  readonly set: SetSynergy;
}

/** Its place is seen, and ◇ is drawn. */
const NARROW_HIDES = ['rank', 'predicted'];
const keyOf = ({ jokers }: Combination) => jokers.join('+');

/** Every pair or triple in a row: rate and interval on one scale, q, and whether it is clear. */
export function ListPanel({ answer, address, set }: ListPanelProps) {
  const { open } = useAddress();
  const { data } = answer;
  const palette = usePalette();
  const { size, ante, find, falseFinds, sort, pair } = address;
  const narrow = useNarrow();
  const field = useRef<HTMLInputElement>(null);
  useKeys('everywhere', { search: () => field.current?.focus() });
  const rows = useMemo(
    () => sorted(found(data?.combinations ?? [], find), sort.key, sort.descending),
    [data, find, sort.key, sort.descending],
  );
  const empty = useEmptyState(data, address, set);
  const notFound: PanelState = {
    kind: 'empty',
    filter: find,
    without: data?.games ?? 0,
    clear: () => set({ find: undefined }),
  };
  const state = usePanelState(answer, {
    shape: 'rows',
    live: true,
    of: () => empty ?? (rows.length === 0 ? notFound : undefined),
  });
  const most = useMemo(
    () => forestMost((data?.combinations ?? []).flatMap((one) => [one.winRateInterval[1], one.predicted ?? 0])),
    [data],
  );
  const reference = data ? rateOfAll(data) : 0;
  const columns = useMemo(
    () =>
      combinationColumns({
        most,
        reference,
        falseFinds: Number(falseFinds) / 100,
        rows,
        noun: size === 2 ? 'Pair' : 'Triple',
        narrow,
      }),
    [most, reference, falseFinds, rows, size, narrow],
  );
  const chosen = pair.join('+');
  const place = rows.findIndex((row) => keyOf(row) === chosen);
  const [focused, setFocused] = useState(place);
  useEffect(() => setFocused(place), [place]);
  const row = rows[focused];
  const look = (one: Combination | undefined) => one && set({ pair: keyOf(one) }, { replace: true });
  const openGames = (one: Combination) => open('/games', queryOfJokers(one.jokers, ante));
  const nouns = size === 2 ? 'pairs' : 'triples';
  const title = `Which ${nouns} are surely good?`;
  const about = `ranked by the lower end of the 95 % interval of the win rate · games that end with ${size === 2 ? 'both' : 'all three'}`;
  const level = Number(falseFinds) / 100;
  const draw = (pen: Pen) =>
    drawForestFigure(pen, {
      title,
      about,
      rows,
      noun: size === 2 ? 'Pair' : 'Triple',
      most,
      reference,
      falseFinds: level,
      palette,
    });
  useKeys('charts', {
    'chart-table': () => (size === 2 ? set({ as: undefined, beside: undefined }) : false),
    'chart-recipe': () => open(...recipeOf(address)),
  });
  return (
    <Panel
      title={title}
      about={about}
      className={common.main}
      flush
      state={state}
      tools={
        <>
          <AsControl address={address} set={set} />
          <ExportMenu hasKey title={title} draw={draw} palette={palette} saveCsv={() => saveCombinations(rows)} />
          <Button kind="icon" label="Copy link" action="copy-link" onPress={copyLink}>
            <Link2 size={15} />
          </Button>
        </>
      }
      footer={
        data && (
          <>
            <span className={styles.rows}>
              <b>{count(rows.length)}</b> {nouns}
            </span>
            <span className={styles.sign}>◇ predicted from {size === 2 ? 'the two' : 'the three'} alone</span>
            <span className={styles.sign}>┆ all games {share(reference, 1)}</span>
            <span className={styles.sign}>○ not clear yet</span>
            <span className={styles.end}>
              <span>
                <ActionKey id="list-open" /> its games <ActionKey id="list-select" /> select
              </span>
            </span>
            {row && (
              <>
                <Button
                  onPress={() => set({ pair: keyOf(row), beside: address.beside === 'pair' ? undefined : 'pair' })}
                >
                  <PanelRight size={14} aria-hidden /> {address.beside === 'pair' ? `All ${nouns}` : 'Look closer'}
                </Button>
                <Button onPress={() => openGames(row)}>
                  <Layers size={14} aria-hidden /> Open{' '}
                  {row.games === 1 ? 'this game' : `these ${count(row.games)} games`}
                </Button>
              </>
            )}
          </>
        )
      }
    >
      <div className={common.body}>
        <div className={common.controls}>
          <SizeControl address={address} set={set} />
          <label className={styles.find}>
            <Search size={14} aria-hidden />
            <input
              ref={field}
              type="search"
              placeholder="Filter by joker, e.g. blue -clever"
              aria-label="Filter by joker"
              value={find}
              onChange={(event) => set({ find: event.target.value }, { replace: true })}
            />
            {find === '' ? (
              <ActionKey id="search" />
            ) : (
              <button type="button" aria-label="Clear the filter" onClick={() => set({ find: undefined })}>
                <X size={13} aria-hidden />
              </button>
            )}
          </label>
          <AnteControl address={address} set={set} />
          <MinimumControl address={address} set={set} />
          <span className={styles.false}>
            False finds at most
            <Segments
              label="False finds at most"
              value={falseFinds}
              choices={FALSE_FINDS.map((value) => ({ value, text: `${value} %` }))}
              onChange={(value) => set({ false: value === '5' ? undefined : value })}
            />
          </span>
        </div>
        <div className={styles.table}>
          <VirtualTable
            label={size === 2 ? 'Pairs of jokers' : 'Triples of jokers'}
            columns={columns}
            hidden={narrow ? NARROW_HIDES : []}
            count={rows.length}
            itemAt={itemsOf(rows)}
            rowKey={keyOf}
            sort={sort}
            onSort={(key) => set({ sort: `${sort.key === key && sort.descending ? '' : '-'}${key}` })}
            focused={focused}
            onFocus={setFocused}
            onPointed={look}
            onOpen={openGames}
            selected={new Set([chosen])}
            onSelect={look}
          />
        </div>
      </div>
    </Panel>
  );
}
