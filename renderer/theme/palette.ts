import { useMemo, useSyncExternalStore } from 'react';
import { type Theme, useTheme } from './theme.ts';

/** The tokens of `style/tokens.css` that are drawn on canvases, read from the page so that they stand in one place. */
const NAMES = {
  background: '--background',
  panel: '--panel',
  raised: '--raised',
  hover: '--hover',
  line: '--line',
  lineStrong: '--line-strong',
  text: '--text',
  text2: '--text-2',
  text3: '--text-3',
  accent: '--accent',
  chips: '--chips',
  mult: '--mult',
  money: '--money',
  win: '--win',
  loss: '--loss',
  abandoned: '--abandoned',
  warning: '--warning',
  failure: '--failure',
  font: '--font',
} as const;

export type Palette = Readonly<Record<keyof typeof NAMES, string>> & {
  readonly theme: Theme;
  /** Eight colours for data that has no colour of its own. */
  readonly series: readonly string[];
};

export function readPalette(theme: Theme): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    theme,
    background: token(NAMES.background),
    panel: token(NAMES.panel),
    raised: token(NAMES.raised),
    hover: token(NAMES.hover),
    line: token(NAMES.line),
    lineStrong: token(NAMES.lineStrong),
    text: token(NAMES.text),
    text2: token(NAMES.text2),
    text3: token(NAMES.text3),
    accent: token(NAMES.accent),
    chips: token(NAMES.chips),
    mult: token(NAMES.mult),
    money: token(NAMES.money),
    win: token(NAMES.win),
    loss: token(NAMES.loss),
    abandoned: token(NAMES.abandoned),
    warning: token(NAMES.warning),
    failure: token(NAMES.failure),
    font: token(NAMES.font),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`--series-${n}`)),
  };
}

/** The colours of the present theme; a new object when the theme changes, and when the font that canvases write in has come. */
export function usePalette(): Palette {
  const theme = useTheme();
  const hasFont = useSyncExternalStore(onFonts, () => document.fonts.check('12px "Inter Variable"'));
  return useMemo(() => {
    const palette = readPalette(theme);
    return hasFont ? palette : { ...palette, font: 'system-ui, sans-serif' };
  }, [theme, hasFont]);
}

function onFonts(listener: () => void): () => void {
  document.fonts.addEventListener('loadingdone', listener);
  return () => document.fonts.removeEventListener('loadingdone', listener);
}

export { seriesPlaces } from './series-places.ts';
