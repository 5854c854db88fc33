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

const START = 'the intake pauses about 2 s at the next start, senders keep what they have';

/** What a change of a section's settings interrupts when it is taken over. */
const INTERRUPTS: Readonly<Record<string, string>> = {
  history: `the other store gets what comes from then on, “migrate” copies what there is; ${START}`,
  metrics: `the other store gets what comes from then on, “migrate” copies what there is; ${START}`,
  http: `windows and programs must connect again; ${START}`,
  intake: START,
  journal: START,
  query: 'queries that run are cancelled at the next start',
};
/** Settings whose change interrupts something else than their section's. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'metrics.memoryLimitMb': `queries that run are cancelled; ${START}`,
  'metrics.threads': `queries that run are cancelled; ${START}`,
  'history.url': START,
  'metrics.url': START,
  'metrics.pgUrl': START,
  'metrics.readerUrl': `queries that run are cancelled; ${START}`,
};

/** When a change of a setting is taken over, and what that means. */
export function effectOf(name: string, atOnce: ReadonlySet<string>): Effect {
  if (atOnce.has(name)) return { applies: 'at once', interrupts: '' };
  const section = name.split('.')[0] ?? '';
  return { applies: 'at the next start', interrupts: OTHERWISE[name] ?? INTERRUPTS[section] ?? '' };
}
