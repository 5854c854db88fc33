import { fileName, save } from '../format/save-file.ts';
import type { Palette } from '../theme/palette.ts';
import { init, use } from './echarts.ts';
import { toOption } from './option.ts';
import type { ChartSpec } from './spec.ts';
import { csvOf, tableOf } from './table.ts';

export function saveCsv(title: string, spec: ChartSpec): void {
  save(fileName(title, 'csv'), new Blob([csvOf(tableOf(spec))], { type: 'text/csv' }));
}

export async function savePng(title: string, dataAddress: string): Promise<void> {
  const [, base64 = ''] = dataAddress.split(',');
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  save(fileName(title, 'png'), new Blob([bytes], { type: 'image/png' }));
}

/** Drawn anew as vectors; what that needs is loaded when it is asked for. */
export async function saveSvg(
  title: string,
  spec: ChartSpec,
  palette: Palette,
  width: number,
  height: number,
): Promise<void> {
  const { SVGRenderer } = await import('./vectors.ts');
  use([SVGRenderer]);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawing.setOption({
    ...toOption(spec, { palette, motion: false, tooltip: () => '' }),
    backgroundColor: palette.panel,
  });
  save(fileName(title, 'svg'), new Blob([drawing.renderToSVGString()], { type: 'image/svg+xml' }));
  drawing.dispose();
}
