import type { Analysis } from '../../../main-ingest/contract/analyses.ts';
import type { RecipeChart } from '../../../main-ingest/contract/cookbook.ts';
import { useAddress } from '../../address/address.ts';
import { ask, engine } from '../../contract/engine.ts';
import { queries } from '../../contract/queries.ts';
import { toast } from '../../toast/toast.ts';
import { idOfAnalysis, nameOfTitle, type Subject } from './tab.ts';
import { tabs } from './tabs.ts';
import type { Sheet } from './use-sheet.ts';

type Content = Pick<Sheet, 'engine' | 'text' | 'parameters' | 'values'>;

/** Keeps what a tab holds as an analysis, or takes it away. */
export function useSaving(subject: Subject, sheet: Content, chart: RecipeChart) {
  const { open } = useAddress();
  const keep = async (name: string, title: string, notes: string): Promise<boolean> => {
    const own = sheet.parameters.filter(({ scope }) => scope === null);
    const analysis: Analysis = {
      name,
      title,
      engine: sheet.engine,
      sql: sheet.text,
      parameters: [...sheet.parameters],
      // What the scope sets is not the analysis's own.
      values: Object.fromEntries(own.map((parameter) => [parameter.name, sheet.values[parameter.name] ?? null])),
      chart,
      notes,
      recipe: subject.recipe?.name ?? subject.analysis?.recipe ?? null,
    };
    try {
      await engine.analyses.save(analysis);
    } catch (error) {
      toast(`Not saved: ${error instanceof Error ? error.message : String(error)}`, 'failure');
      return false;
    }
    await queries.invalidateQueries({ queryKey: ask.analyses.key() });
    toast(`“${title}” saved`);
    return true;
  };
  return {
    /** Keeps an analysis under the name that it has. */
    save: async (notes?: string) => {
      const { analysis } = subject;
      if (!analysis) return;
      if (await keep(analysis.name, analysis.title, notes ?? analysis.notes)) tabs.put(subject.id, { sql: null });
    },
    /** Keeps it under a new name, and goes on there. */
    saveAs: async (title: string, notes: string) => {
      const { analyses } = await engine.analyses.list();
      const wanted = nameOfTitle(title);
      const isOwn = subject.analysis?.name === wanted;
      const taken = new Set(analyses.map(({ name }) => name));
      let name = wanted;
      for (let n = 2; !isOwn && taken.has(name); n += 1) name = `${wanted.slice(0, 74)}-${n}`;
      if (!(await keep(name, title, notes))) return;
      // The text has a home now; the recipe's tab shows the recipe again.
      if (subject.recipe === undefined && subject.analysis === undefined) tabs.close(subject.id);
      else tabs.put(subject.id, { sql: null });
      open(`/cookbook/${idOfAnalysis(name)}`);
    },
    remove: async () => {
      const { analysis } = subject;
      if (!analysis) return;
      await engine.analyses.remove({ name: analysis.name });
      tabs.close(subject.id);
      await queries.invalidateQueries({ queryKey: ask.analyses.key() });
      toast(`“${analysis.title}” deleted`);
      open('/cookbook');
    },
  };
}
