import { hatch } from '../../chart/colour.ts';
import type { Palette } from '../../theme/palette.ts';
import { type Pen, RADIUS, type WidthOf } from './pen.ts';

const NO_DASH: readonly number[] = [];

/** Draws on a canvas. */
export function canvasPen(context: CanvasRenderingContext2D, palette: Pick<Palette, 'font' | 'lineStrong'>): Pen {
  const setFont = (size: number, weight: number) => {
    context.font = `${weight} ${size}px ${palette.font}`;
  };
  return {
    rect: ({ x, y, width, height }, { fill, stroke, width: line = 1, round = 0, dash = NO_DASH, opacity = 1 }) => {
      context.globalAlpha = opacity;
      if (fill !== undefined) {
        context.fillStyle = fill;
        if (round > 0) {
          context.beginPath();
          context.roundRect(x, y, width, height, round);
          context.fill();
        } else context.fillRect(x, y, width, height);
      }
      if (stroke !== undefined) {
        context.strokeStyle = stroke;
        context.lineWidth = line;
        context.setLineDash([...dash]);
        context.strokeRect(x, y, width, height);
      }
      context.globalAlpha = 1;
    },
    hatch: (boxes) => {
      const pattern = context.createPattern(hatch(palette.lineStrong).image, 'repeat');
      if (!pattern) return;
      context.fillStyle = pattern;
      for (const { x, y, width, height } of boxes) context.fillRect(x, y, width, height);
    },
    lines: (lines, colour, dash = NO_DASH) => {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.setLineDash([...dash]);
      context.beginPath();
      for (const [x1, y1, x2, y2] of lines) {
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
      }
      context.stroke();
    },
    dot: (x, y, { fill, stroke, diamond = false }) => {
      context.beginPath();
      if (diamond) {
        const r = RADIUS.diamond;
        context.moveTo(x, y - r);
        for (const [dx, dy] of [
          [r, 0],
          [0, r],
          [-r, 0],
        ] as const)
          context.lineTo(x + dx, y + dy);
        context.closePath();
      } else context.arc(x, y, RADIUS.circle, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.fill();
      if (stroke === undefined) return;
      context.strokeStyle = stroke;
      context.lineWidth = 1.4;
      context.setLineDash([]);
      context.stroke();
    },
    gradient: ({ x, y, width, height }, stops) => {
      const gradient = context.createLinearGradient(x, 0, x + width, 0);
      stops.forEach((colour, place) => {
        gradient.addColorStop(place / (stops.length - 1), colour);
      });
      context.fillStyle = gradient;
      context.fillRect(x, y, width, height);
    },
    text: (words, x, y, { size, weight, fill, anchor, slanted = false }) => {
      setFont(size, weight);
      context.textAlign = anchor === 'middle' ? 'center' : anchor;
      context.textBaseline = 'middle';
      context.fillStyle = fill;
      if (!slanted) {
        context.fillText(words, x, y);
        return;
      }
      context.save();
      context.translate(x, y);
      context.rotate(-Math.PI / 4);
      context.fillText(words, 0, 0);
      context.restore();
    },
    widthOf: (words, size, weight) => {
      setFont(size, weight);
      return context.measureText(words).width;
    },
  };
}

/** Measures words where nothing is drawn yet. */
export function wordsMeasure(font: string): WidthOf {
  const context = document.createElement('canvas').getContext('2d');
  return (words, size, weight) => {
    if (!context) return words.length * size * 0.55;
    context.font = `${weight} ${size}px ${font}`;
    return context.measureText(words).width;
  };
}
