import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, rootDir } from '../setup/paths.mjs';
import { HostsError } from './hosts-error.mjs';

const VITEST = inRoot('node_modules', 'vitest', 'vitest.mjs');
const PROJECT = ['--project', 'hosts'];

/** Number of tests on real servers. */
export function countTests() {
  const { stdout, status } = spawnSync(process.execPath, [VITEST, 'list', ...PROJECT, '--json'], {
    cwd: rootDir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  });
  if (status !== 0) throw new HostsError(`vitest list ended with code ${status}`);
  return JSON.parse(stdout).length;
}

/** Forwards signals to a child, whose tests stop the servers. */
async function untilExit(child) {
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  try {
    const [code] = await once(child, 'exit');
    return code;
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward);
  }
}

/**
 * Runs the tests on real servers.
 * @param {readonly string[]} args for vitest
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 * @throws {HostsError} when the tests ended without results
 */
export async function runTests(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-hosts-tests-'));
  try {
    const file = path.join(folder, 'results.json');
    const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${file}`];
    const child = spawn(process.execPath, [VITEST, 'run', ...PROJECT, ...reporters, ...args], {
      cwd: rootDir,
      stdio: 'inherit',
    });
    const code = await untilExit(child);
    return readCounts(file, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file, code) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    throw new HostsError(`the tests ended with code ${code} and without results`);
  }
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = results;
  // A server that does not start fails a file or a group without failing a test of it.
  const failed = code === 0 ? numFailedTests : Math.max(1, numFailedTests);
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}
