import type { Setting, SettingsPage } from '../contract/settings.ts';

/** How settings are put together for a person. */
export const PAGES: readonly SettingsPage[] = [
  {
    name: 'stores',
    title: 'Stores',
    description: 'Where games and their numbers are kept. Embedded needs nothing; a server is one line',
    sections: ['history', 'metrics'],
  },
  {
    name: 'intake',
    title: 'Intake',
    description: 'Where events come in, and who may ask',
    sections: ['http', 'intake'],
  },
  {
    name: 'journal',
    title: 'Journal',
    description: 'What came in is here first, until every store has it',
    sections: ['journal'],
  },
  { name: 'queries', title: 'Queries', description: 'Questions to the metrics', sections: ['query'] },
  { name: 'workbench', title: 'Workbench', description: 'The demo and the log', sections: ['demo', 'log'] },
];

type Effect = Pick<Setting, 'applies' | 'interrupts'>;

const INTAKE = 'the intake pauses about 2 s at the next start, senders keep what they have';
const WINDOWS = 'windows and programs must connect again';
const QUERIES = 'queries that run are cancelled';

/** What a change of a section's settings interrupts when it is taken over, a phrase each. */
const INTERRUPTS: Readonly<Record<string, readonly string[]>> = {
  history: [INTAKE],
  metrics: [QUERIES, INTAKE],
  http: [WINDOWS, INTAKE],
  intake: [INTAKE],
  journal: [INTAKE],
  query: [QUERIES, INTAKE],
};

/** When a change of a setting is taken over, and what that means. */
export function effectOf(name: string, atOnce: ReadonlySet<string>): Effect {
  if (atOnce.has(name)) return { applies: 'at once', interrupts: [] };
  const section = name.split('.')[0] ?? '';
  return { applies: 'at the next start', interrupts: [...(INTERRUPTS[section] ?? [])] };
}
