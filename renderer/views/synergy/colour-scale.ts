import { mix } from '../../chart/colour.ts';
import type { Theme } from '../../theme/theme.ts';

/** From a quarter to four times "no effect"; lightness runs one way, so that it reads without hue. */
const STOPS: Readonly<Record<Theme, readonly string[]>> = {
  dark: ['#64240a', '#7f4024', '#626e75', '#35c08e', '#b2f7dc'],
  light: ['#ffc48f', '#e2b089', '#98a3a6', '#2f8f6b', '#00553c'],
};

/** How much of a colour is left where the interval holds "no effect". */
const UNSURE: Readonly<Record<Theme, number>> = { dark: 0.42, light: 0.5 };

export function scaleStops(theme: Theme): readonly string[] {
  return STOPS[theme];
}

/** The colour of an effect: 1 is the middle, by its log2 to ¼ and 4 and no further. */
export function effectColour(effect: number, theme: Theme): string {
  const stops = STOPS[theme];
  const place = Math.max(0, Math.min(4, Math.log2(Math.max(effect, Number.MIN_VALUE)) + 2));
  const below = Math.min(3, Math.floor(place));
  return mix(stops[below + 1] ?? '#000000', stops[below] ?? '#000000', place - below);
}

/** The same for an effect that could be chance: mixed onto the panel. */
export function unsureColour(effect: number, theme: Theme, panel: string): string {
  return mix(effectColour(effect, theme), panel, UNSURE[theme]);
}
