/** `#rrggbb` as red, green, blue from 0 to 255; also `#rgb`, as a minified style sheet writes it. */
function channels(hex: string): readonly [number, number, number] {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** A colour mixed onto another: `share` 1 is all of the first. Both `#rrggbb` or `#rgb`. */
export function mix(colour: string, ground: string, share: number): string {
  const [a, b] = [channels(colour), channels(ground)];
  const part = (at: 0 | 1 | 2) =>
    Math.round(a[at] * share + b[at] * (1 - share))
      .toString(16)
      .padStart(2, '0');
  return `#${part(0)}${part(1)}${part(2)}`;
}

/** Relative luminance of a colour from 0 to 1 (WCAG 2.2). */
export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** Near black or near white, whichever is read better on a ground. */
export function readableOn(ground: string): string {
  return luminance(ground) > 0.19 ? '#0f1315' : '#f2f5f6';
}

const hatches = new Map<string, HTMLCanvasElement>();

/** Diagonal lines in a colour: what is too thin to judge. */
export function hatch(colour: string): { readonly image: HTMLCanvasElement; readonly repeat: 'repeat' } {
  let canvas = hatches.get(colour);
  if (!canvas) {
    canvas = document.createElement('canvas');
    canvas.width = 6;
    canvas.height = 6;
    const context = canvas.getContext('2d');
    if (context) {
      context.strokeStyle = colour;
      context.globalAlpha = 0.55;
      context.lineWidth = 1.2;
      context.beginPath();
      for (const at of [-6, 0, 6]) {
        context.moveTo(at, 6);
        context.lineTo(at + 6, 0);
      }
      context.stroke();
    }
    hatches.set(colour, canvas);
  }
  return { image: canvas, repeat: 'repeat' };
}
