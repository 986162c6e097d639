import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  addToSummary,
  execute,
  folderOf,
  input,
  makeFolder,
  onlyRunIn,
  setOutput,
} from './runner.mjs';

/** Exit codes after which the run was measured to its end: passed, a criterion failed, or inconclusive. */
const MEASURED = new Set(['0', '1', '4']);

const base = onlyRunIn(folderOf('base'));
const candidate = input('RUN_DIR');
const result = makeFolder('result');

/** @returns {string} Markdown of the comparison, or why there is none */
function compare() {
  if (candidate === '' || !MEASURED.has(input('RUN_EXIT_CODE'))) {
    return 'Not compared with the default branch: the run did not complete.\n';
  }
  if (base === '') {
    return 'Not compared: the default branch has no run yet, or its run left the cache.\n';
  }
  const metrics = input('METRICS').split(/\s+/).filter(Boolean);
  const { code, stdout } = execute(
    'loadcell',
    [
      'compare',
      base,
      candidate,
      '--format=md',
      `--html=${path.join(result, 'comparison.html')}`,
      ...metrics.flatMap((metric) => ['--metric', metric]),
      ...(input('MARGIN') === '' ? [] : ['--margin', input('MARGIN')]),
      ...(input('ALLOW_MISMATCH') === 'true' ? ['--allow-mismatch'] : []),
      ...(input('FAIL_ON_REGRESSION') === 'true' ? ['--fail-on', 'regression'] : []),
    ],
    { keepsStdout: true },
  );
  setOutput('exit-code', code);
  return stdout === ''
    ? `Not compared: loadcell compare exited with ${code}; see the log.\n`
    : stdout;
}

/** @returns {string} reports of the run, or of each repeat that has one */
function readReport() {
  const report = path.join(candidate, 'report.md');
  if (candidate === '') return 'Nothing was measured; see the log.\n';
  if (existsSync(report)) return readFileSync(report, 'utf8');
  return 'Repeated runs: the report of each is in the artifact.\n';
}

const comparison = compare();
// `loadcell run` itself adds its report to the summary.
addToSummary(`\n${comparison}`);
writeFileSync(path.join(result, 'comment.md'), `${readReport()}\n${comparison}`);
