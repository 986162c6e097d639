/** Checks the workflows with actionlint: `npm run lint:actions`. Go fetches and builds it; `-- --optional` passes without Go. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.7';

const { values } = parseArgs({ options: { optional: { type: 'boolean', default: false } } });
const hasGo = spawnSync('go', ['version'], { stdio: 'ignore' }).error === undefined;
if (hasGo) {
  process.exitCode = spawnSync('go', ['run', ACTIONLINT], { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write('Workflows not checked: actionlint needs Go, which is not installed.\n');
  process.exitCode = values.optional ? 0 : 1;
}
