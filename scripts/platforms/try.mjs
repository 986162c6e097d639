/**
 * Runs the tests of the native package, and commands that measure servers and programs, on platforms that this machine is
 * not: by the names given, else all. `--built` takes the binaries in `platforms/` as they are.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '../setup/paths.mjs';
import { runProgram } from './run-program.mjs';
import { TARGETS } from './targets.mjs';
import { compilerOf } from './try/compiler.mjs';
import { copyCheckout } from './try/copy-checkout.mjs';
import { runSuite } from './try/run-suite.mjs';
import { SUITES } from './try/suites.mjs';
import { summarize } from './try/summarize.mjs';
import { systemOf } from './try/system.mjs';

const CACHE = inRoot('node_modules', '.cache', 'loadcell-platforms');
const OWN = 'linux-x64-gnu';

function tryPlatform(platform, suites) {
  const system = systemOf(platform, path.join(CACHE, 'try'));
  const compilers = compilerOf(platform, CACHE);
  const checkout = copyCheckout();
  try {
    return suites.map((name) => {
      const startedAt = performance.now();
      const outcomes = runSuite(SUITES[name], {
        platform,
        system,
        checkout,
        compilers,
      });
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      return { platform, name, outcomes, seconds };
    });
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({
  options: {
    built: { type: 'boolean', default: false },
    suite: { type: 'string', multiple: true },
  },
  allowPositionals: true,
});
const platforms =
  positionals.length > 0 ? positionals : Object.keys(TARGETS).filter((name) => name !== OWN);
if (!values.built) {
  runProgram(process.execPath, [inRoot('scripts', 'platforms', 'build.mjs'), ...platforms]);
}
const runs = platforms.flatMap((platform) =>
  tryPlatform(platform, values.suite ?? Object.keys(SUITES)),
);
const { lines, hasFailed } = summarize(runs);
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = hasFailed ? 1 : 0;
