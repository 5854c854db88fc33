import { ChartNoAxesColumn, Download, Maximize2, Table2, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useAddress } from '../address/address.ts';
import { Button } from '../control/button.tsx';
import { Overlay } from '../control/overlay.tsx';
import { copyLink } from '../frame/copy-link.ts';
import { Panel } from '../panel/panel.tsx';
import type { PanelState } from '../panel/panel-state.ts';
import { VIEWS } from '../routes.ts';
import { usePalette } from '../theme/palette.ts';
import styles from './chart.module.css';
import { Chart, type ChartHandle } from './chart.tsx';
import { saveCsv, savePng, saveSvg } from './export-chart.ts';
import { type ChartSpec, colourOf } from './spec.ts';
import { tableOf } from './table.ts';

interface ChartPanelProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly spec: ChartSpec;
  readonly state?: PanelState;
  /** Recipe behind the numbers, for the key `r`. */
  readonly recipe?: string;
  readonly tools?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string | undefined;
}

/**
 * A chart in its panel with all tools: as a table, PNG, SVG, CSV, copy link, larger.
 *
 * `<ChartPanel title="How far does it get?" about="share of games that reach an ante" spec={spec} state={state} recipe="ante-reached" />`
 */
export function ChartPanel({ title, about, spec, state, recipe, tools, footer, className }: ChartPanelProps) {
  const [asTable, setAsTable] = useState(false);
  const [large, setLarge] = useState(false);
  const [exporting, setExporting] = useState(false);
  const chart = useRef<ChartHandle>(null);
  const palette = usePalette();
  const { open } = useAddress();
  const hasCookbook = VIEWS.some((view) => view.path.startsWith('/cookbook/'));
  const keys = {
    'chart-table': () => setAsTable((on) => !on),
    'chart-export': () => setExporting(true),
    ...(recipe !== undefined && hasCookbook ? { 'chart-recipe': () => open(`/cookbook/${recipe}`) } : {}),
  };
  const exports = {
    png: () => void savePng(title, chart.current?.png() ?? ''),
    svg: () => void saveSvg(title, spec, palette, 960, 540),
    csv: () => saveCsv(title, spec),
    link: copyLink,
  };
  const body = (
    <div className={styles.body}>
      <Legend spec={spec} />
      {asTable ? (
        <ChartTableView spec={spec} toChart={() => setAsTable(false)} />
      ) : (
        <Chart ref={chart} spec={spec} keys={keys} />
      )}
    </div>
  );
  const toolbar = (
    <>
      {tools}
      <Button
        kind="icon"
        label={asTable ? 'As a chart' : 'As a table'}
        action="chart-table"
        onPress={keys['chart-table']}
      >
        {asTable ? <ChartNoAxesColumn size={15} /> : <Table2 size={15} />}
      </Button>
      <MenuTrigger isOpen={exporting} onOpenChange={setExporting}>
        <Button kind="icon" label="Export" action="chart-export">
          <Download size={15} />
        </Button>
        <Popover className={styles.menu ?? ''} placement="bottom end">
          <Menu aria-label="Export" onAction={(key) => runExport(exports, String(key))}>
            {!asTable && <MenuItem id="png">Picture (PNG)</MenuItem>}
            <MenuItem id="svg">Picture (SVG)</MenuItem>
            <MenuItem id="csv">Data (CSV)</MenuItem>
            <MenuItem id="link">Copy link</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Button kind="icon" label="Larger" onPress={() => setLarge(true)}>
        <Maximize2 size={14} />
      </Button>
    </>
  );
  return (
    <Panel
      title={title}
      about={about}
      tools={toolbar}
      quietTools
      className={className}
      footer={footer}
      {...(state ? { state } : {})}
    >
      {large ? null : body}
      <Overlay label={title} isOpen={large} close={() => setLarge(false)} width={1240}>
        <div className={styles.large}>
          <header>
            <h2>{title}</h2>
            <p>{about}</p>
            <Button kind="icon" label="Close" onPress={() => setLarge(false)}>
              <X size={16} />
            </Button>
          </header>
          <div>{body}</div>
        </div>
      </Overlay>
    </Panel>
  );
}

function runExport(exports: Readonly<Record<string, () => void>>, kind: string): void {
  exports[kind]?.();
}

/** Names of several series, where the chart does not write them at their ends. */
export function Legend({ spec }: { readonly spec: ChartSpec }) {
  const palette = usePalette();
  if (spec.series.length < 2) return null;
  return (
    <ul className={styles.legend}>
      {spec.series.map((series) => (
        <li key={series.name}>
          <span
            className={styles.swatch}
            data-kind={series.kind}
            style={{
              background: series.kind === 'step' ? 'none' : colourOf(series.colour, palette),
              color: colourOf(series.colour, palette),
            }}
          />
          {series.name}
        </li>
      ))}
    </ul>
  );
}

/** The same data in rows. */
function ChartTableView({ spec, toChart }: { readonly spec: ChartSpec; readonly toChart: () => void }) {
  const { open } = useAddress();
  const { columns, rows, points } = tableOf(spec);
  return (
    <section
      className={styles.table}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys
      tabIndex={0}
      aria-label={`${spec.label}, as a table`}
      onKeyDown={(event) => {
        if (event.key === 'v') toChart();
      }}
    >
      <table>
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} scope="col" data-number={number || undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const opens = points[index]?.opens;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the chart
              <tr key={index}>
                {columns.map(({ name, number, text }, at) => (
                  <td key={name} data-number={number || undefined}>
                    {at === 0 && opens ? (
                      <button type="button" onClick={() => open('/games', opens)}>
                        {text(row[at] ?? null)}
                      </button>
                    ) : (
                      text(row[at] ?? null)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
