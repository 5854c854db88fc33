import { useState } from 'react';
import type { GameRow } from '../../../main-ingest/contract/games.ts';
import { useAddress, useScope } from '../../address/address.ts';
import { Link } from '../../address/link.tsx';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { OutcomeBadge } from '../../control/outcome-badge.tsx';
import { compact, count } from '../../format/number.ts';
import { ago } from '../../format/time.ts';
import { Panel } from '../../panel/panel.tsx';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { itemsOf } from '../../table/items-of.ts';
import { type Column, VirtualTable } from '../../table/virtual-table.tsx';
import { useGamesClock } from '../games/games-clock.ts';
import styles from './overview.module.css';

const ROWS = 30;

/** The games that ended last; Enter opens the replay. */
export function LatestGames() {
  const { scope } = useScope();
  const { open } = useAddress();
  const [focused, setFocused] = useState(0);
  const answer = useAnswer(ask.games.list.queryOptions({ input: { scope, sort: 'ended', limit: ROWS } }));
  const rows = answer.data?.rows ?? [];
  const now = useGamesClock(answer.data);
  const none = useEmptyScope();
  const state = usePanelState(answer, {
    shape: 'rows',
    live: true,
    of: () =>
      rows.length === 0
        ? none({ kind: 'nothing', what: 'No game has ended yet', how: 'Games in flight are listed under Games' })
        : undefined,
  });
  const columns: readonly Column<GameRow>[] = [
    { id: 'result', header: 'Result', plain: true, width: 54, cell: (game) => <OutcomeBadge outcome={game.state} /> },
    { id: 'strategy', header: 'Strategy', width: 110, cell: (game) => game.strategy ?? '–' },
    { id: 'ante', header: 'Ante', width: 44, align: 'right', cell: (game) => count(game.ante) },
    { id: 'best', header: 'Best hand', width: 76, align: 'right', cell: (game) => compact(game.bestHand) },
    { id: 'jokers', header: 'Final jokers', width: 'fill', cell: (game) => game.jokers.join(', ') },
    { id: 'ended', header: 'Ended', width: 92, align: 'right', cell: (game) => ago(game.endedAt, now) },
  ];
  return (
    <Panel
      className={styles.latest}
      title="Latest games"
      about="Enter opens the replay"
      flush
      state={state}
      tools={
        <Link to="/games" className={styles.all}>
          All {count(answer.data?.total)} →
        </Link>
      }
    >
      <VirtualTable
        label="Latest games"
        columns={columns}
        count={rows.length}
        itemAt={itemsOf(rows)}
        rowKey={(game) => game.sessionId}
        focused={focused}
        onFocus={setFocused}
        onOpen={(game) => open(`/games/${encodeURIComponent(game.sessionId)}`)}
      />
    </Panel>
  );
}
