// Runs the sampler's tests on other versions of Node with the binary built for this one. Versions come from the command line
// (default: 22, 24, 26); their programs are installed from the registry and kept in the temporary folder.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeProgram } from '../../../scripts/nodes/node-program.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24', '26'];

const failed = versions.filter((version) => {
  const program = nodeProgram(version);
  console.log(`Node ${version}:`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const tests = ['packages/native/test/sampler'];
  const run = spawnSync(program, [vitest, 'run', '--project', 'unit', ...tests], {
    cwd: root,
    stdio: 'inherit',
  });
  return run.status !== 0;
});
if (failed.length > 0) console.error(`The sampler failed on Node ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
