/** `npm run check`: format and lint (Biome), then types. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, say, setUp } from './setup.mjs';

const node = setUp();
const steps = [
  ['lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'],
  ['types', 'node_modules/typescript/bin/tsc', '--project', '.'],
];
for (const [name, program, ...args] of steps) {
  say(`workbench: ${name} …`);
  const result = spawnSync(node, [join(root, program), ...args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) process.exit(1);
}
