import type { Analysis } from '../../../main-ingest/contract/analyses.ts';
import type {
  Engine,
  Recipe,
  RecipeChart,
  RecipeColumn,
  RecipeParameter,
} from '../../../main-ingest/contract/cookbook.ts';
import type { EditorTab } from '../../../main-ingest/contract/editor.ts';
import { parametersOf } from './parameters.ts';

const MINE = 'my-';
const FREE = /^sql-(\d+)$/;

/** What a tab is about, wherever it came from. */
export interface Subject {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly recipe: Recipe | undefined;
  readonly analysis: Analysis | undefined;
  /** The engine that it was written for; undefined where it has a text for each. */
  readonly engine: Engine | undefined;
  readonly chart: RecipeChart;
  readonly columns: readonly RecipeColumn[];
  readonly opens: string | null;
  /** The text that it has before anything is written. */
  sql(engine: Engine): string;
  readonly declared: readonly RecipeParameter[];
}

/** An engine by its name; undefined for any other text. */
export function engineOf(name: string | undefined): Engine | undefined {
  return name === 'duckdb' || name === 'questdb' ? name : undefined;
}

/** Id of the tab of an analysis. */
export function idOfAnalysis(name: string): string {
  return MINE + name;
}

/** Id for a new tab of free SQL. */
export function freeId(tabs: readonly Pick<EditorTab, 'id'>[]): string {
  const taken = tabs.map(({ id }) => Number(FREE.exec(id)?.[1] ?? 0));
  return `sql-${Math.max(0, ...taken) + 1}`;
}

/** File name of an analysis called so: `Blue Joker: by deck` is `blue-joker-by-deck`. */
export function nameOfTitle(title: string): string {
  const name = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return name === '' ? 'analysis' : name;
}

const NO_CHART: RecipeChart = { type: 'none', title: 'Result', y: [] };

/** What the tab with an id is about; undefined for the name of nothing that is there. */
export function subjectOf(id: string, recipes: readonly Recipe[], analyses: readonly Analysis[]): Subject | undefined {
  const recipe = recipes.find(({ name }) => name === id);
  if (recipe)
    return {
      id,
      title: recipe.title,
      question: recipe.question,
      recipe,
      analysis: undefined,
      engine: undefined,
      chart: recipe.chart,
      columns: recipe.columns,
      opens: recipe.opens,
      sql: (engine) => recipe.sql[engine],
      declared: recipe.parameters,
    };
  const analysis = analyses.find(({ name }) => idOfAnalysis(name) === id);
  if (analysis) {
    const origin = recipes.find(({ name }) => name === analysis.recipe);
    return {
      id,
      title: analysis.title,
      question: origin ? `Began as “${origin.title}”` : 'An analysis of your own',
      recipe: undefined,
      analysis,
      engine: analysis.engine,
      chart: analysis.chart,
      columns: origin?.columns ?? [],
      opens: origin?.opens ?? null,
      sql: () => analysis.sql,
      declared: analysis.parameters,
    };
  }
  const free = FREE.exec(id)?.[1];
  if (free === undefined) return undefined;
  return {
    id,
    title: `Untitled ${free}`,
    question: 'Read-only SQL on the tables of the workbench',
    recipe: undefined,
    analysis: undefined,
    engine: undefined,
    chart: NO_CHART,
    columns: [],
    opens: null,
    sql: () => '',
    declared: [],
  };
}

/** The parameters of what stands in the editor. */
export function parametersOfText(subject: Subject, sql: string, changed: boolean): readonly RecipeParameter[] {
  return changed || subject.recipe === undefined ? parametersOf(sql, subject.declared) : subject.declared;
}
