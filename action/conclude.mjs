import { input } from './runner.mjs';

const [run, compared] = [input('RUN_EXIT_CODE'), input('COMPARE_EXIT_CODE')];

// A run without an exit code did not start, so it cannot pass.
const runCode = run === '' ? 2 : Number(run);
const gates = input('FAIL_ON_REGRESSION') === 'true' && compared !== '';
const compareCode = gates ? Number(compared) : 0;

if (runCode !== 0) {
  process.stdout.write(`::error title=Loadcell::loadcell run exited with ${runCode}\n`);
} else if (compareCode === 1) {
  process.stdout.write('::error title=Loadcell::A metric is worse than on the default branch\n');
} else if (compareCode !== 0) {
  process.stdout.write(`::error title=Loadcell::loadcell compare exited with ${compareCode}\n`);
}
process.exitCode = runCode === 0 ? compareCode : runCode;
