import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * The value of an input. Inputs reach the steps only as environment variables, so that no value becomes part of a script.
 * @param {string} name such as RUN_DIR
 * @returns {string} empty if it is not set
 */
export function input(name) {
  return (process.env[`LOADCELL_ACTION_${name}`] ?? '').trim();
}

/** @param {string} name of a variable that the runner sets */
function fromRunner(name) {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is not set; this step needs GitHub Actions`);
  return value;
}

/** @param {string} name base, result, runs or install */
export function folderOf(name) {
  return path.join(fromRunner('RUNNER_TEMP'), 'loadcell-action', name);
}

/** @param {string} name as {@link folderOf} */
export function makeFolder(name) {
  const folder = folderOf(name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The run directory or folder of repeats in a folder that holds one.
 * @param {string} folder
 * @returns {string} empty if there is none
 */
export function onlyRunIn(folder) {
  if (!existsSync(folder)) return '';
  const names = readdirSync(folder).filter((name) => name !== 'latest');
  return names.length === 1 ? path.join(folder, names[0]) : '';
}

/**
 * Sets an output of the step. A random delimiter keeps a value with line ends from setting another output.
 * @param {string} name
 * @param {string | number} value
 */
export function setOutput(name, value) {
  const delimiter = randomUUID();
  appendFileSync(fromRunner('GITHUB_OUTPUT'), `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

/** @param {string} text Markdown for the summary of the job */
export function addToSummary(text) {
  appendFileSync(fromRunner('GITHUB_STEP_SUMMARY'), text);
}

/** @param {string} folder added to PATH in the steps that follow */
export function addToPath(folder) {
  appendFileSync(fromRunner('GITHUB_PATH'), `${folder}\n`);
}

/**
 * Runs a program without a shell, with its stderr in the log of the job.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, keepsStdout?: boolean }} [options]
 * @returns {{ code: number, stdout: string }} 130 if a signal ended it
 */
export function execute(program, args, { cwd, keepsStdout = false } = {}) {
  const { status, stdout, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', keepsStdout ? 'pipe' : 'inherit', 'inherit'],
  });
  if (error !== undefined) throw new Error(`cannot run ${program}: ${error.message}`);
  return { code: status ?? 130, stdout: stdout ?? '' };
}
