import { ChartNoAxesColumn, Columns2, Table2 } from 'lucide-react';
import { type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import type { RecipeChart } from '../../../main-ingest/contract/cookbook.ts';
import { useAddress } from '../../address/address.ts';
import { Chart, type ChartHandle } from '../../chart/chart.tsx';
import { Legend } from '../../chart/chart-panel.tsx';
import { savePng, saveSvg } from '../../chart/export-chart.ts';
import { Segments } from '../../control/segments.tsx';
import { count } from '../../format/number.ts';
import { Panel } from '../../panel/panel.tsx';
import type { PanelState } from '../../panel/panel-state.ts';
import { usePalette } from '../../theme/palette.ts';
import { guessedChart, readChart } from './chart-choice.ts';
import { ChartMenu } from './chart-menu.tsx';
import { stitched } from './picture.ts';
import styles from './result.module.css';
import { MOST_POINTS, resultChart } from './result-chart.ts';
import { ResultTable } from './result-table.tsx';
import type { Answer } from './runs.ts';
import type { Subject } from './tab.ts';

export interface ResultHandle {
  /** Saves the picture; false where there is none. */
  png(): boolean;
  svg(): boolean;
}

interface ResultProps {
  readonly subject: Subject;
  readonly answer: Answer | undefined;
  readonly state: PanelState;
  readonly ref?: Ref<ResultHandle>;
}

type Shown = 'chart' | 'table' | 'both';

/** The chart that an answer is drawn as: what the address says, else the recipe, else a guess by the columns. */
export function chartOf(subject: Subject, address: string | undefined, answer: Answer | undefined): RecipeChart {
  const chosen = readChart(address);
  if (chosen) return chosen;
  const fits = [subject.chart.x, ...subject.chart.y].every(
    (name) => name === undefined || answer?.columns.some((column) => column.name === name),
  );
  const described = subject.chart.type !== 'none' && fits;
  return described || !answer || subject.recipe ? subject.chart : guessedChart(answer.columns);
}

/** An answer as a picture, as a table, or both. */
export function Result({ subject, answer, state, ref }: ResultProps) {
  const { search, set } = useAddress();
  const palette = usePalette();
  const chart = useMemo(() => chartOf(subject, search.chart, answer), [subject, search.chart, answer]);
  const isDrawable = answer !== undefined && answer.rows.count >= Math.min(answer.rowCount, MOST_POINTS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows of the same answer draw nothing new
  const drawn = useMemo(
    () =>
      isDrawable
        ? resultChart({
            chart,
            columns: subject.columns,
            opens: subject.opens,
            answer: { columns: answer.columns, rowCount: answer.rowCount, rows: answer.rows.first(MOST_POINTS) },
          })
        : undefined,
    [chart, subject, answer?.rows, isDrawable],
  );
  const charts = useRef<(ChartHandle | null)[]>([]);
  useImperativeHandle(ref, () => ({
    png: () => {
      if (!drawn) return false;
      const pictures = charts.current.slice(0, drawn.facets.length).map((one) => one?.png() ?? '');
      void stitched(
        pictures,
        drawn.facets.map(({ name }) => name),
        palette,
      ).then((picture) => savePng(subject.title, picture));
      return true;
    },
    svg: () => {
      if (!drawn) return false;
      void saveSvg(subject.title, drawn.whole, palette, 960, 540);
      return true;
    },
  }));
  const wanted: Shown = search.show === 'chart' || search.show === 'table' ? search.show : 'both';
  const shown: Shown = drawn ? wanted : 'table';
  const tools = (
    <>
      {answer && <ChartMenu chart={chart} columns={answer.columns} />}
      <Segments
        label="Show as"
        value={shown}
        onChange={(next) => set({ show: next === 'both' ? undefined : next }, { replace: true })}
        choices={[
          {
            value: 'chart',
            text: (
              <>
                <ChartNoAxesColumn size={13} aria-hidden /> Chart
              </>
            ),
          },
          {
            value: 'table',
            text: (
              <>
                <Table2 size={13} aria-hidden /> Table
              </>
            ),
          },
          {
            value: 'both',
            text: (
              <>
                <Columns2 size={13} aria-hidden /> Both
              </>
            ),
          },
        ]}
      />
    </>
  );
  const about = [drawn?.left, subject.opens === null ? undefined : `a ${drawn ? 'point or ' : ''}row opens its games`];
  return (
    <Panel
      title={chart.title === '' ? 'Result' : chart.title}
      about={about.filter(Boolean).join(' · ')}
      tools={tools}
      state={state}
      flush
      className={styles.panel}
    >
      <div className={styles.result} data-show={shown}>
        {drawn && shown !== 'table' && (
          <div className={styles.charts} data-facets={drawn.facets.length > 1 || undefined}>
            {drawn.facets.map((facet, index) => (
              <figure key={facet.name} className={styles.chart}>
                {facet.name !== '' && (
                  <figcaption>
                    <i style={{ background: `var(--series-${(facet.place % 8) + 1})` }} /> <b>{facet.name}</b>
                    <small>{facet.about}</small>
                  </figcaption>
                )}
                {facet.name === '' && <Legend spec={facet.spec} />}
                <Chart
                  ref={(handle) => {
                    charts.current[index] = handle;
                  }}
                  spec={facet.spec}
                />
              </figure>
            ))}
          </div>
        )}
        {answer && shown !== 'chart' && (
          <div className={styles.table}>
            <ResultTable answer={answer} columns={subject.columns} chart={chart} opens={subject.opens} />
            {!answer.complete && (
              <p className={styles.arriving} role="status">
                {count(answer.rows.count)} of {count(answer.rowCount)} rows are here
              </p>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}
