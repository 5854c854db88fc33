import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { useAddress } from '../../address/address.ts';
import { ask, engine } from '../../contract/engine.ts';
import { queries } from '../../contract/queries.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { failureState } from '../../panel/failure.ts';
import { Panel } from '../../panel/panel.tsx';
import { READY } from '../../panel/panel-state.ts';
import { toast } from '../../toast/toast.ts';
import { Board } from './board.tsx';
import { briefAt, courseOf, indexOf, stepNear } from './course.ts';
import { movesOf } from './moves.ts';
import styles from './replay.module.css';
import { ScoreBoard } from './score-board.tsx';
import { Side } from './side.tsx';
import { Strip } from './strip.tsx';
import { readTab, type Tab, Tabs } from './tabs.tsx';
import { TitleBar } from './title-bar.tsx';
import { Transport } from './transport.tsx';
import { usePlayback } from './use-playback.ts';
import { usePosition } from './use-position.ts';
import { useStep, useStepWindows } from './use-step.ts';

interface PlayerProps {
  readonly sessionId: string;
  readonly game: ReplaySummary;
}

/** The board, what stands beside it, and the strip below: all at one step. */
export function Player({ sessionId, game }: PlayerProps) {
  const { search, set } = useAddress();
  const course = useMemo(() => courseOf(game), [game]);
  const live = game.game.state === 'live';
  const [place, setPlace] = usePosition(live ? 'live' : course.first);
  const following = place === 'live';
  const step = following ? course.last : stepNear(course, place);
  const windows = useStepWindows(sessionId);
  const { step: shown, decision, failure } = useStep(windows, step, course.last);
  const tab = readTab(search.tab);
  const openTab = useCallback(
    (next: Tab) => set({ tab: next === 'decision' ? undefined : next }, { replace: true }),
    [set],
  );
  const openNotes = useCallback(() => openTab('notes'), [openTab]);
  const openScore = useCallback(() => openTab('score'), [openTab]);

  const stepTo = useCallback((next: number) => setPlace(next), [setPlace]);
  const playback = usePlayback(course, step, stepTo);
  // A hand on the controls ends autoplay.
  const { playing, setPlaying } = playback;
  const here = useRef({ course, step, live, playing, setPlaying });
  here.current = { course, step, live, playing, setPlaying };
  const go = useCallback(
    (next: number) => {
      if (here.current.playing) here.current.setPlaying(false);
      setPlace(next);
    },
    [setPlace],
  );
  const moves = useMemo(
    () =>
      movesOf(
        () => here.current,
        go,
        () => (here.current.live ? setPlace('live') : go(here.current.course.last)),
      ),
    [go, setPlace],
  );
  const [bookmarked, bookmark] = useBookmark(game);
  const known = useMemo(() => ({ ...game, game: { ...game.game, bookmarked } }), [game, bookmarked]);
  useKeys('replay', {
    'step-back': moves.stepBack,
    'step-on': moves.stepOn,
    'hand-back': moves.handBack,
    'hand-on': moves.handOn,
    'round-back': moves.roundBack,
    'round-on': moves.roundOn,
    'moment-back': moves.momentBack,
    'moment-on': moves.momentOn,
    'first-step': moves.first,
    'last-step': moves.last,
    play: () => (onControl() ? false : playback.setPlaying(!playback.playing)),
    'pace-1': () => playback.setPace('real'),
    'pace-2': () => playback.setPace('even'),
    'pace-3': () => playback.setPace('moments'),
    'tab-decision': () => openTab('decision'),
    'tab-events': () => openTab('events'),
    'tab-score': openScore,
    'tab-notes': openNotes,
    bookmark,
  });

  const index = indexOf(course, step);
  const brief = briefAt(course, step);
  const moment = course.moments.indexOf(step);
  const state = failure ? failureState(failure, () => windows.retry(step, course.last)) : READY;
  return (
    <div className={styles.replay} data-tab={tab}>
      <TitleBar game={known} bookmark={bookmark} openNotes={openNotes} />
      <div className={styles.middle}>
        <Panel title="Board" bare flush className={styles.table} state={state}>
          {shown && tab !== 'score' && (
            <div className={styles.split}>
              <Side step={shown} before={course.steps[index - 1]} />
              <Board step={shown} blinds={game.blinds} playing={playback.playing} openScore={openScore} />
            </div>
          )}
          {shown && tab === 'score' && <ScoreBoard step={shown} before={course.steps[index - 1]} />}
        </Panel>
        <Tabs tab={tab} openTab={openTab} game={game} step={step} shown={shown} decision={decision} go={go} />
      </div>
      <section className={styles.below} aria-label="Course of the game">
        <Transport
          step={step}
          last={course.last}
          atMs={brief?.atMs ?? 0}
          lengthMs={course.steps.at(-1)?.atMs ?? 0}
          moment={moment === -1 ? undefined : moment + 1}
          moments={course.moments.length}
          live={live}
          following={following}
          playback={playback}
          moves={moves}
        />
        <Strip game={game} course={course} step={step} sentence={brief?.sentence ?? ''} go={go} />
      </section>
    </div>
  );
}

/** A control that the keyboard has reached keeps its Space. */
function onControl(): boolean {
  return document.activeElement?.matches('button:focus-visible, a:focus-visible, [data-focus-visible]') === true;
}

/** Whether this game is bookmarked, at once, and how to change it. */
function useBookmark({ game }: ReplaySummary): readonly [boolean, () => void] {
  const [marked, setMarked] = useState(game.bookmarked);
  useEffect(() => setMarked(game.bookmarked), [game.bookmarked]);
  const toggle = async () => {
    setMarked(!marked);
    await engine.games.bookmark({ sessionId: game.sessionId, on: !marked });
    toast(marked ? 'Bookmark removed' : 'Bookmarked');
    await queries.invalidateQueries({ queryKey: ask.games.key() });
  };
  return [
    marked,
    () =>
      void toggle().catch(() => {
        setMarked(marked);
        toast('The bookmark could not be kept: the engine did not answer', 'failure');
      }),
  ];
}
