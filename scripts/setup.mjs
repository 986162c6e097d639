/**
 * Makes a checkout ready to run: dependencies, native addon, TypeScript. `prestart` and `pretest` call it, so it
 * imports nothing that needs an installation, and does only what is missing or out of date.
 */
import path from 'node:path';
import { planSetup } from './setup/plan.mjs';
import { withLock } from './setup/lock.mjs';
import { stateDir } from './setup/paths.mjs';
import { checkRuntime } from './setup/requirements.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { readStamps, writeStamp } from './setup/stamps.mjs';

async function setUp() {
  checkRuntime();
  if (planSetup(readStamps()).length === 0) return;
  await withLock(path.join(stateDir, 'lock'), () => {
    // Decided again under the lock, as another set-up may have done everything, and again after each step, as one step
    // can make another one due (a fresh install has no build).
    for (let step = planSetup(readStamps())[0]; step; step = planSetup(readStamps())[0]) {
      process.stderr.write(`set-up: ${step.reason}; ${step.action}\n`);
      const fingerprint = step.fingerprint();
      step.run();
      if (!step.isComplete()) {
        throw new SetupError(
          `${step.action} ended without an error, but its output is still missing: ${step.reason}.`,
        );
      }
      writeStamp(step.name, fingerprint);
    }
  });
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`set-up: ${error.message}\n`);
  process.exitCode = 1;
}
