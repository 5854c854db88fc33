import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Benchmark, type Measurement, ratio } from './bench.ts';
import { intakeToJournal } from './intake-to-journal.ts';
import { journalToStores } from './journal-to-stores.ts';
import { recipesAtScale } from './recipes-at-scale.ts';
import { recipesOnQuestdb } from './recipes-on-questdb.ts';
import { seekInLongGame } from './seek-in-long-game.ts';
import { journalToServers } from './servers.ts';
import { sizeOfGame } from './size-of-game.ts';
import { wholePath } from './whole-path.ts';
import { theWindow } from './window.ts';
import { questions } from './window-questions.ts';

const BENCHMARKS: readonly Benchmark[] = [
  intakeToJournal,
  journalToStores,
  journalToServers,
  wholePath,
  recipesAtScale,
  recipesOnQuestdb,
  seekInLongGame,
  sizeOfGame,
  theWindow,
  questions,
];

const USAGE = `usage: npm run bench -- [NAME…] [--json FILE] [--quick]

${BENCHMARKS.map(({ name, what }) => `  ${name.padEnd(20)} ${what}`).join('\n')}

  --json FILE  also writes the measurements as JSON
  --quick      smaller and shorter, to see that it works`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const unknown = positionals.find((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown !== undefined) {
  process.stderr.write(`no benchmark is called ${unknown}\n\n${USAGE}\n`);
  process.exit(2);
}

const measurements: Array<Measurement & { readonly benchmark: string }> = [];
for (const benchmark of BENCHMARKS) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'workbench-bench-'));
  const say = (text: string) => process.stderr.write(`${benchmark.name}: ${text}\n`);
  say(benchmark.what);
  try {
    for (const measurement of await benchmark.run({ folder, say, quick: values.quick })) {
      measurements.push({ benchmark: benchmark.name, ...measurement });
      process.stdout.write(`${row(measurement)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
if (values.json !== undefined) {
  const machine = {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? '',
    memoryBytes: totalmem(),
    node: process.version,
  };
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, measurements: measurements.map((m) => ({ ...m, ratio: ratio(m) })) }, null, 2)}\n`,
  );
}

function row(measurement: Measurement): string {
  const { name, value, unit, baseline, detail } = measurement;
  const more = Object.entries(detail ?? {}).map(([key, number]) => `${key} ${format(number)}`);
  const compared = `${ratio(measurement).toFixed(2)}× of ${format(baseline.value)} (${baseline.what})`;
  return [
    `${name.padEnd(44)} ${format(value).padStart(10)} ${unit.padEnd(9)} ${compared}`,
    ...(more.length > 0 ? [`    ${more.join(' · ')}`] : []),
  ].join('\n');
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value >= 1000 ? 6 : 3 });
}
