import type { UseQueryResult } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, GitCompareArrows, Layers, Link2, X } from 'lucide-react';
import type { Combination, PairDetail, Synergy } from '../../../main-ingest/contract/synergy.ts';
import { useAddress, useScope } from '../../address/address.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { Button } from '../../control/button.tsx';
import { count, share, shareInterval } from '../../format/number.ts';
import { fileName, save } from '../../format/save-file.ts';
import { copyLink } from '../../frame/copy-link.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { Panel } from '../../panel/panel.tsx';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { VIEWS } from '../../routes.ts';
import { usePalette } from '../../theme/palette.ts';
import { ExportMenu } from './export-menu.tsx';
import { queryOfJokers } from './games-of.ts';
import { HandTypes } from './hand-types.tsx';
import { ItsGames } from './its-games.tsx';
import { probability, times } from './measure.ts';
import { OverTraining } from './over-training.tsx';
import { drawPairFigure, pairCsv } from './pair-figure.ts';
import styles from './pair-panel.module.css';
import type { SynergyAddress } from './synergy-address.ts';
import type { SetSynergy } from './use-synergy-address.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { WinRates } from './win-rates.tsx';

interface PairPanelProps {
  /** The whole map: gives the pair its q, and its neighbours. */
  readonly answer: Synergy | undefined;
  readonly address: SynergyAddress;
  readonly set: SetSynergy;
  readonly close: () => void;
}

/** One pair or triple, closer: how sure, against what, since when, with which hands, in which games. */
export function PairPanel({ answer, address, set, close }: PairPanelProps) {
  const { scope } = useScope();
  const { pair, ante, min } = address;
  const input = { scope, jokers: [...pair], reachedAnte: ante };
  const detail = useAnswer(ask.synergy.pair.queryOptions({ input }));
  const state = usePanelState(detail, { shape: 'text' });
  const ranked = answer?.combinations.toSorted((a, b) => b.winRateInterval[0] - a.winRateInterval[0]) ?? [];
  const place = ranked.findIndex(({ jokers }) => sameJokers(jokers, pair));
  const step = (by: number) => {
    const next = ranked[place === -1 ? (by > 0 ? 0 : ranked.length - 1) : (place + by + ranked.length) % ranked.length];
    if (next) set({ pair: next.jokers.join('+') }, { replace: true });
  };
  const none = isNotFound(detail);
  const palette = usePalette();
  const shown = detail.data && {
    ...detail.data,
    combination: { ...detail.data.combination, q: ranked[place]?.q ?? null },
  };
  const verdict = shown && verdictIn(shown.combination, ranked.length, min);
  useKeys('everywhere', { close });
  return (
    <Panel
      title={pair.join(' + ')}
      className={styles.panel}
      flush
      {...(none
        ? {
            state: {
              kind: 'nothing' as const,
              what: 'No game in scope ends with these together',
              how: 'Widen the scope, or choose another pair',
            },
          }
        : { state })}
      tools={
        <>
          <Button kind="icon" label="The one before, by the lower end of its interval" onPress={() => step(-1)}>
            <ChevronLeft size={16} />
          </Button>
          <Button kind="icon" label="The next, by the lower end of its interval" onPress={() => step(1)}>
            <ChevronRight size={16} />
          </Button>
          {shown && verdict && (
            <ExportMenu
              title={pair.join(' + ')}
              draw={(pen) => drawPairFigure(pen, { detail: shown, verdict, palette })}
              palette={palette}
              saveCsv={() => save(fileName(pair.join(' '), 'csv'), new Blob([pairCsv(shown)], { type: 'text/csv' }))}
            />
          )}
          <Button kind="icon" label="Copy link" action="copy-link" onPress={copyLink}>
            <Link2 size={15} />
          </Button>
          <Button kind="icon" label="Close" onPress={close}>
            <X size={16} />
          </Button>
        </>
      }
    >
      {shown && verdict && <Detail detail={shown} verdict={verdict} min={min} ante={ante} set={set} />}
    </Panel>
  );
}

/** The verdict on a combination that has enough games; else that it has not. */
function verdictIn(combination: Combination, looks: number, min: number): Verdict {
  if (combination.games >= min) return verdictOf(combination, looks);
  return {
    title: `n = ${count(combination.games)}: too few to say.`,
    detail: `At least ${count(min)} games are asked for.`,
    tone: 'unsure',
  };
}

interface DetailProps {
  readonly detail: PairDetail;
  readonly verdict: Verdict;
  readonly min: number;
  readonly ante: number;
  readonly set: SetSynergy;
}

function Detail({ detail, verdict, min, ante, set }: DetailProps) {
  const { open } = useAddress();
  const { jokers, games, wins, winRate, winRateInterval, lift, q } = detail.combination;
  const thin = games < min;
  const search = queryOfJokers(jokers, ante);
  return (
    <div className={styles.detail}>
      <div className={styles.scrolled}>
        <p className={styles.lift} data-thin={thin || undefined}>
          <b>{times(lift).replace(' ×', '')}</b> <b>×</b>{' '}
          <span>as often won as all games{ante > 1 && ` that reached ante ${ante}`}</span>
        </p>
        <p className={styles.facts}>
          <span>
            <b>{count(games)}</b> {games === 1 ? 'game' : 'games'}
          </span>
          <span>
            <b>{count(wins)}</b> won
          </span>
          <span>
            <b>{share(winRate)}</b> ({shareInterval(...winRateInterval)})
          </span>
          <span title="After the Benjamini–Hochberg correction">
            q <b>{probability(q)}</b>
          </span>
        </p>
        <p className={styles.verdict} data-tone={verdict.tone}>
          <b>{verdict.title}</b> {verdict.detail}
        </p>
        <WinRates detail={detail} ante={ante} />
        <OverTraining detail={detail} ante={ante} />
        <HandTypes detail={detail} />
        <ItsGames jokers={jokers} ante={ante} set={set} />
      </div>
      <footer className={styles.footer}>
        <Button kind="main" size="large" onPress={() => open('/games', search)}>
          <Layers size={14} aria-hidden /> Open {games === 1 ? 'this game' : `these ${count(games)} games`}
        </Button>
        {HAS_COMPARE && (
          <Button size="large" onPress={() => open('/compare', { by: 'selection', a: search.q })}>
            <GitCompareArrows size={14} aria-hidden /> Compare
          </Button>
        )}
      </footer>
    </div>
  );
}

const HAS_COMPARE = VIEWS.some((view) => view.path === '/compare');

function sameJokers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((joker) => b.includes(joker));
}

function isNotFound({ error }: Pick<UseQueryResult<unknown, unknown>, 'error'>): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'NOT_FOUND';
}
