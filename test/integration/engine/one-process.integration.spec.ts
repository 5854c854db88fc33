import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand, ServedWorkbench } from '../../workbench.ts';

let workbench: ServedWorkbench;
beforeAll(async () => {
  workbench = await ServedWorkbench.start();
});
afterAll(() => workbench.remove());

test('a second process on the data folder is told who has it and where', async () => {
  const second = await runCommand(['serve', '--port', '0', '--data', workbench.data]);
  expect(second.code).toBe(3);
  expect(second.stdout).toBe('');
  expect(second.stderr).toContain(`in use by process ${workbench.pid}, which serves it at ${workbench.origin}`);
  expect(second.stderr).not.toContain(workbench.token);
});

test('after a kill the next process takes over', async () => {
  await workbench.stop('SIGKILL');
  workbench = await ServedWorkbench.start({ data: workbench.data });
  expect(workbench.origin).toMatch(/^http/);
});
