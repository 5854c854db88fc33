import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { Link } from '../../address/link.tsx';
import { Panel } from '../../panel/panel.tsx';
import { type PanelState, READY } from '../../panel/panel-state.ts';
import { useGone, usePanelState } from '../../panel/use-panel-state.ts';
import { isNotFound } from './not-found.ts';
import { Player } from './player.tsx';
import styles from './replay.module.css';
import { useGame } from './use-game.ts';

/** A game, step by step. */
export function View() {
  const { sessionId = '' } = useParams({ strict: false });
  return <Replay key={sessionId} sessionId={sessionId} />;
}

function Replay({ sessionId }: { readonly sessionId: string }) {
  const answer = useGame(sessionId);
  const waiting = usePanelState(answer, { shape: 'rows' });
  const gone = useGone();
  const game = answer.data;
  useTitle(game);
  // A game comes from the history alone: a metrics store that is down leaves it as it is.
  const state = gone ?? (game ? READY : isNotFound(answer.error) ? unknownGame(sessionId) : waiting);
  return (
    <Panel title="Replay" bare flush className={styles.panel} state={state}>
      {game && <Player sessionId={sessionId} game={game} />}
    </Panel>
  );
}

function unknownGame(sessionId: string): PanelState {
  return {
    kind: 'nothing',
    what: `No event of game ${sessionId} is here`,
    how: (
      <>
        The address may be of another data folder, or the game has not begun. It opens by itself when its first event
        comes.
        <br />
        <Link to="/games">See the games that are here</Link>
      </>
    ),
  };
}

function useTitle(game: ReplaySummary | undefined): void {
  const name = game?.game.seed ?? game?.game.sessionId.slice(0, 8);
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Balatro workbench`;
  }, [name]);
}
