/**
 * Sets up the real servers and runs the tests on them. With --optional, a machine that cannot have them skips the tests;
 * all other arguments go to vitest.
 */
import { HostsError, UnmetRequirement } from './hosts/hosts-error.mjs';
import { setUpHosts } from './hosts/install/set-up.mjs';
import { countTests, runTests } from './hosts/run-tests.mjs';
import { SetupError } from './setup/setup-error.mjs';

function conclude({ passed, failed, skipped }) {
  process.stdout.write(`hosts: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

const OPTIONAL = '--optional';
const isOptional = process.argv.includes(OPTIONAL);
try {
  await setUpHosts();
  conclude(await runTests(process.argv.slice(2).filter((argument) => argument !== OPTIONAL)));
} catch (error) {
  if (!(error instanceof HostsError) && !(error instanceof SetupError)) throw error;
  process.stderr.write(`hosts: ${error.message}\n`);
  process.exitCode = 1;
  if (isOptional && error instanceof UnmetRequirement) {
    conclude({ passed: 0, failed: 0, skipped: countTests() });
  }
}
