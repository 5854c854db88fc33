import { useState } from 'react';
import type { GameRow } from '../../../main-ingest/contract/games.ts';
import { useAddress, useScope } from '../../address/address.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { OutcomeBadge } from '../../control/outcome-badge.tsx';
import { compact, count } from '../../format/number.ts';
import { dayOf } from '../../format/time.ts';
import { itemsOf } from '../../table/items-of.ts';
import { type Column, VirtualTable } from '../../table/virtual-table.tsx';
import { queryOfJokers } from './games-of.ts';
import { SURVIVAL } from './measure.ts';
import styles from './pair-panel.module.css';
import type { SetSynergy } from './use-synergy-address.ts';

interface ItsGamesProps {
  readonly jokers: readonly string[];
  readonly ante: number;
  readonly set: SetSynergy;
}

const MOST = 200;
const COLUMNS: readonly Column<GameRow>[] = [
  { id: 'result', header: 'Result', width: 54, cell: (game) => <OutcomeBadge outcome={game.state} /> },
  { id: 'strategy', header: 'Strategy', width: 'fill', cell: (game) => game.strategy ?? '–' },
  { id: 'ante', header: 'Ante', width: 38, align: 'right', cell: (game) => count(game.ante) },
  { id: 'best', header: 'Best hand', width: 66, align: 'right', cell: (game) => compact(game.bestHand) },
  { id: 'day', header: 'Day', width: 52, align: 'right', cell: (game) => dayOf(game.startedAt) },
];

/** The games themselves; Enter opens a replay. Below, the way to a fairer comparison. */
export function ItsGames({ jokers, ante, set }: ItsGamesProps) {
  const { scope, set: setScope } = useScope();
  const { open } = useAddress();
  const [focused, setFocused] = useState(-1);
  const input = { scope, ...queryOfJokers(jokers, ante), sort: 'ended' as const, limit: MOST };
  const rows = useAnswer(ask.games.list.queryOptions({ input })).data?.rows ?? [];
  const least = Math.min(...rows.map((game) => game.ante ?? Number.POSITIVE_INFINITY));
  const models = [...new Set(rows.flatMap((game) => game.model ?? []))].sort();
  const fairer = Number.isFinite(least) && (least > ante || scope.model === undefined) && models.length > 0;
  return (
    <>
      <section className={styles.games}>
        <h3>
          Its games <span className={styles.aside}>newest first · Enter opens a replay</span>
        </h3>
        <div className={styles.list} style={{ height: Math.min(200, 34 + rows.length * 27) }}>
          <VirtualTable
            label={`Games with ${jokers.join(' and ')}`}
            columns={COLUMNS}
            count={rows.length}
            itemAt={itemsOf(rows)}
            rowKey={(game) => game.sessionId}
            focused={focused}
            onFocus={setFocused}
            onOpen={(game) => open(`/games/${encodeURIComponent(game.sessionId)}`)}
          />
        </div>
      </section>
      <p className={styles.training}>
        {SURVIVAL}{' '}
        {fairer && (
          <button
            type="button"
            onClick={() => {
              setScope({ model: models });
              set({ ante: Math.max(1, least) });
            }}
          >
            Compare with games that reached ante {count(least)} too, under the same models
          </button>
        )}
      </p>
    </>
  );
}
