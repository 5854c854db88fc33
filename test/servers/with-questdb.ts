import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startQuestdb } from './questdb.ts';

/**
 * `node with-questdb.ts COMMAND ARGUMENTS`: starts a QuestDB of its own, runs a command of the command line on it, and ends
 * it. For commands that need a server where none is configured.
 */
const cli = join(import.meta.dirname, '..', '..', 'main-ingest', 'cli.ts');
process.stderr.write('QuestDB is started for this command alone …\n');
const server = await startQuestdb().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${reason}\nOr name a server: WORKBENCH_METRICS_URL, _PG_URL and _READER_URL.\n`);
  process.exit(3);
});
const child = spawn(process.execPath, [...process.execArgv, cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    WORKBENCH_METRICS_URL: server.url,
    WORKBENCH_METRICS_PG_URL: server.pgUrl,
    WORKBENCH_METRICS_READER_URL: server.readerUrl,
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to both.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
await once(child, 'exit');
await server.stop();
process.exit(child.exitCode ?? 1);
