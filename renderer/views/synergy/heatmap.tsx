import { type PointerEvent, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useFocusKeys } from '../../keys/use-keys.ts';
import { canvasPen, wordsMeasure } from './canvas-pen.ts';
import { CellTooltip, spokenCell } from './cell-tooltip.tsx';
import { drawCells, type Picture } from './draw-cells.ts';
import { nameWidths } from './draw-names.ts';
import { drawPointer } from './draw-pointer.ts';
import styles from './heatmap.module.css';
import { boxOf, type CellPlace, cellAt, layOut } from './heatmap-layout.ts';

interface HeatmapProps {
  readonly picture: Picture;
  /** The pair that is looked at, by name. */
  readonly chosen: readonly string[];
  /** Looks at the pair of a cell; of the diagonal, at the joker alone. */
  readonly onChoose: (jokers: readonly string[]) => void;
  readonly onOpenGames: (jokers: readonly string[]) => void;
  readonly minGames: number;
  /** Stands where the names of both sides leave room. */
  readonly corner?: ReactNode;
}

/** Pairs of jokers on a canvas: arrow keys move over the cells, Enter looks at the pair, Ctrl+Enter opens its games. */
export function Heatmap({ picture, chosen, onChoose, onOpenGames, minGames, corner }: HeatmapProps) {
  const { matrix, palette } = picture;
  const scroll = useRef<HTMLDivElement>(null);
  const cells = useRef<HTMLCanvasElement>(null);
  const pointer = useRef<HTMLCanvasElement>(null);
  const [place, setPlace] = useState({ width: 0, height: 0 });
  const [at, setAt] = useState<CellPlace>();
  const [byKeys, setByKeys] = useState(false);

  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setPlace((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  const size = matrix.jokers.length;
  const widths = useMemo(() => nameWidths(matrix, wordsMeasure(palette.font)), [matrix, palette.font]);
  const layout = useMemo(() => layOut(place, widths, matrix.tree !== undefined), [place, widths, matrix.tree]);

  useLayoutEffect(() => {
    const context = prepared(cells.current, layout.width, layout.height);
    if (!context || place.width === 0) return;
    performance.mark('heatmap-draw-start');
    drawCells(canvasPen(context, picture.palette), layout, picture);
    performance.measure('heatmap-draw', 'heatmap-draw-start');
  }, [layout, picture, place.width]);

  const chosenPlace = useMemo(() => {
    const [row = -1, column = -1] = chosen.map((name) => matrix.placeOf(name));
    return row < 0 || column < 0 ? undefined : { row, column };
  }, [matrix, chosen]);
  useLayoutEffect(() => {
    prepared(pointer.current, layout.width, layout.height);
  }, [layout]);
  useLayoutEffect(() => {
    const context = pointer.current?.getContext('2d');
    if (!context || place.width === 0) return;
    context.clearRect(0, 0, layout.width, layout.height);
    drawPointer(canvasPen(context, palette), layout, matrix, { at, chosen: chosenPlace }, palette);
  }, [layout, matrix, palette, at, chosenPlace, place.width]);

  const here = at && at.row < size && at.column < size ? at : undefined;
  const jokersAt = useCallback(
    ({ row, column }: CellPlace): readonly string[] => [
      ...new Set([matrix.jokers[row]?.name ?? '', matrix.jokers[column]?.name ?? '']),
    ],
    [matrix],
  );
  const move = (rows: number, columns: number) => {
    const from = here ?? chosenPlace ?? { row: 0, column: 0 };
    const clamp = (value: number) => Math.max(0, Math.min(size - 1, value));
    const next = here === undefined ? from : { row: clamp(from.row + rows), column: clamp(from.column + columns) };
    setAt(next);
    setByKeys(true);
    reveal(scroll.current, boxOf(layout, next));
  };
  const onKeyDown = useFocusKeys('charts', {
    'chart-left': () => move(0, -1),
    'chart-right': () => move(0, 1),
    'chart-up': () => move(-1, 0),
    'chart-down': () => move(1, 0),
    'cell-choose': () => (here ? onChoose(jokersAt(here)) : false),
    'cell-games': () => (here ? onOpenGames(jokersAt(here)) : false),
  });
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = pointer.current?.getBoundingClientRect();
    if (!box) return;
    const next = cellAt(layout, event.clientX - box.left, event.clientY - box.top);
    if (next?.row === at?.row && next?.column === at?.column) return;
    setAt(next);
    setByKeys(false);
  };

  return (
    <div className={styles.place}>
      <div
        ref={scroll}
        className={styles.scroll}
        role="application"
        aria-roledescription="heatmap"
        aria-label={`${size} jokers by ${size} jokers. Arrow keys move over the pairs, Enter looks at one, Ctrl Enter opens its games, v shows them as a list`}
        data-keys="charts"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its cells are walked by the arrow keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={point}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onClick={(event) => {
          if (here) (event.ctrlKey || event.metaKey ? onOpenGames : onChoose)(jokersAt(here));
        }}
        onDoubleClick={() => here && onOpenGames(jokersAt(here))}
      >
        <div className={styles.layers} style={{ width: layout.width, height: layout.height }} aria-hidden>
          <canvas ref={cells} />
          <canvas ref={pointer} />
        </div>
      </div>
      <div className={styles.corner}>{corner}</div>
      {here && (
        <CellTooltip
          picture={picture}
          at={here}
          minGames={minGames}
          box={shifted(boxOf(layout, here), scroll.current)}
          place={place}
        />
      )}
      <span className="visually-hidden" aria-live="polite">
        {here && byKeys ? spokenCell(picture, here, minGames) : ''}
      </span>
    </div>
  );
}

/** Sizes a canvas to its place, as fine as the screen; what was on it is gone. */
function prepared(canvas: HTMLCanvasElement | null, width: number, height: number): CanvasRenderingContext2D | null {
  if (!canvas || width === 0) return null;
  const fine = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * fine);
  canvas.height = Math.round(height * fine);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(fine, 0, 0, fine, 0, 0);
  return context;
}

function shifted(box: ReturnType<typeof boxOf>, scroll: HTMLElement | null): ReturnType<typeof boxOf> {
  return { ...box, x: box.x - (scroll?.scrollLeft ?? 0), y: box.y - (scroll?.scrollTop ?? 0) };
}

/** Scrolls just so far that a cell is seen. */
function reveal(scroll: HTMLElement | null, box: ReturnType<typeof boxOf>): void {
  if (!scroll) return;
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroll;
  const x = Math.min(box.x, Math.max(scrollLeft, box.x + box.width - clientWidth));
  const y = Math.min(box.y, Math.max(scrollTop, box.y + box.height - clientHeight));
  if (x !== scrollLeft || y !== scrollTop) scroll.scrollTo({ left: x, top: y });
}
