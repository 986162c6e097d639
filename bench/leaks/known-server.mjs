import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingError } from '../suite/bench-error.mjs';
import { holding } from '../suite/holding.mjs';
import { runLoadcellIn } from '../suite/run-loadcell.mjs';
import { REQUESTS } from './plan.mjs';

const SERVER = fileURLToPath(new URL('programs/server.py', import.meta.url));

/**
 * @typedef {object} JudgedRun
 * @property {string} verdict of the leak test
 * @property {number} slopeBytes per request
 * @property {number} requests that the verdict rests on
 * @property {boolean} isReported whether a finding is about growing memory
 */

/**
 * Starts a server of known memory, measures it for a few seconds and reads the verdict.
 * @param {string} kind
 * @param {number} seed
 * @returns {Promise<JudgedRun>}
 * @throws {MissingError} without Python
 */
export async function judgeKnownServer(kind, seed) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-leaks-'));
  const server = spawn('python3', [SERVER, kind, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit').catch(() => []);
  const release = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    return await holding(release, async () =>
      judge(folder, { url: await urlOf(server), pid: server.pid, seed }),
    );
  } finally {
    await ended;
  }
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
async function urlOf(server) {
  const failed = once(server, 'error').then(([cause]) => {
    throw new MissingError('leaks needs python3', 'put python3 on the PATH', { cause });
  });
  const [line] = await Promise.race([once(server.stdout, 'data'), failed]);
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
  const { runDir } = await runLoadcellIn(folder);
  const results = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
  const report = JSON.parse(readFileSync(path.join(runDir, 'report.json'), 'utf8'));
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
