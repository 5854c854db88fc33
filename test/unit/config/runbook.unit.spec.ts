import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../main-ingest/config.ts';

test('the runbook names every setting, with its description', () => {
  const runbook = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'runbook.md'), 'utf8');
  const { list } = loadConfig({ dataFolder: join(import.meta.dirname, 'nowhere'), env: {} });
  for (const { name, description } of list)
    expect(runbook).toMatch(new RegExp(`\\| \`${RegExp.escape(name)}\` \\|.*\\| ${RegExp.escape(description)} \\|`));
});
