import { fileName, save } from '../../format/save-file.ts';
import type { Palette } from '../../theme/palette.ts';
import { toast } from '../../toast/toast.ts';
import { canvasPen, wordsMeasure } from './canvas-pen.ts';
import type { Size } from './heatmap-layout.ts';
import type { Pen } from './pen.ts';
import { svgPen } from './svg-pen.ts';

/** Draws a picture from the top left corner on, and says how large it is. */
export type Draw = (pen: Pen) => Size;

/** Saves what is drawn as vectors, in the theme that is shown. */
export function saveSvg(title: string, draw: Draw, palette: Palette): void {
  const pen = svgPen(palette, wordsMeasure(palette.font));
  const size = draw(pen);
  save(fileName(title, 'svg'), new Blob([pen.document(size, title, palette.panel)], { type: 'image/svg+xml' }));
}

/** Saves what is drawn as a picture, twice as fine as it is large. */
export function savePng(title: string, draw: Draw, palette: Palette): void {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = draw(measuringPen(canvasPen(context, palette)));
  canvas.width = width * 2;
  canvas.height = height * 2;
  context.scale(2, 2);
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, width, height);
  draw(canvasPen(context, palette));
  canvas.toBlob((blob) => {
    if (blob) save(fileName(title, 'png'), blob);
    else toast('The picture is too large for this browser; as SVG it is not', 'failure');
  }, 'image/png');
}

const nothing = () => {};

/** A pen that leaves no marks, to see how large a picture is. */
function measuringPen({ widthOf }: Pen): Pen {
  return { rect: nothing, hatch: nothing, lines: nothing, gradient: nothing, text: nothing, dot: nothing, widthOf };
}
