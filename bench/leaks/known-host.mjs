import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingError } from '../suite/run-suite.mjs';
import { REQUESTS } from './plan.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const LOADCELL = here('../../packages/cli/bin/loadcell.js');
const HOST = here('programs/host.py');

/** Exit codes of a run that measured: passed, a criterion failed, unreliable. */
const MEASURED = [0, 1, 4];

/**
 * @typedef {object} JudgedRun
 * @property {string} verdict of the plateau test
 * @property {number} slopeBytes per request
 * @property {number} requests that it rests on
 * @property {boolean} isReported whether a finding is about memory that grew
 */

/**
 * Starts a server of known memory, measures it for a few seconds and reads what was judged.
 * @param {string} kind
 * @param {number} seed
 * @returns {Promise<JudgedRun>}
 * @throws {MissingError} without Python
 */
export async function judgeKnownHost(kind, seed) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-leaks-'));
  const host = spawn('python3', [HOST, kind, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(host, 'exit').catch(() => []);
  const release = () => {
    host.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  process.prependOnceListener('exit', release);
  try {
    const url = await urlOf(host);
    return await judge(folder, { url, pid: host.pid, seed });
  } finally {
    process.off('exit', release);
    release();
    await ended;
  }
}

/** @param {import('node:child_process').ChildProcess} host @returns {Promise<string>} */
async function urlOf(host) {
  const failed = once(host, 'error').then(([cause]) => {
    throw new MissingError('The bench needs python3 on the path.', { cause });
  });
  const [line] = await Promise.race([once(host.stdout, 'data'), failed]);
  return String(line).trim();
}

/** @param {string} folder @param {{ url: string, pid: number | undefined, seed: number }} target */
async function judge(folder, { url, pid, seed }) {
  const config = path.join(folder, 'loadcell.config.json');
  const load = {
    duration: 1000,
    stages: [{ kind: 'closed', concurrency: 4, minRequests: REQUESTS }],
    calibration: false,
  };
  writeFileSync(
    config,
    JSON.stringify({ phase: 'load', seed, target: { url, pid }, phases: { load } }),
  );
  const run = spawn(process.execPath, [LOADCELL, 'run', '--quiet', '--format', 'json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (said += text));
  }
  const [code] = await once(run, 'close');
  if (!MEASURED.includes(code)) throw new Error(`The run ended with ${code}:\n${said}`);
  const latest = path.join(folder, 'loadcell-results', 'latest');
  const results = JSON.parse(readFileSync(path.join(latest, 'results.json'), 'utf8'));
  const report = JSON.parse(readFileSync(path.join(latest, 'report.json'), 'utf8'));
  return judgedRun(results, report);
}

function judgedRun({ phases: [phase] }, { recommendations = [] }) {
  return {
    verdict: phase.memoryVerdict?.verdict ?? 'absent',
    slopeBytes: phase.measurements.memoryGrowthPerRequest.avg ?? Number.NaN,
    requests: phase.memoryVerdict?.requests ?? 0,
    isReported: recommendations.some((one) => one.includes('Memory grew')),
  };
}
