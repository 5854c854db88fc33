/** `npm run package [-- OPTIONS OF ELECTRON-BUILDER]`: an installer of the desktop for this machine, in dist/packages. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildRenderer, buildShell, root, setUp } from './setup.mjs';

const node = setUp();
buildRenderer(node);
buildShell(node);
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const config = join(root, 'build', 'electron-builder.yaml');
const child = spawn(node, [builder, '--config', config, '--publish', 'never', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));
