import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atLeast, measured } from '../../suite/report/figure.mjs';
import { withMock } from '../../suite/mock-server.mjs';
import { runLoadcellIn } from '../../suite/run-loadcell.mjs';
import { median } from '../../suite/statistics.mjs';

/** TTFT of the mock server is uniform: 20 ms and up to this more, so that its p95 is known. */
const JITTER_MS = 20;
const P95_MS = 20 + 0.95 * JITTER_MS;
const MOCK = { firstTokenMs: 20, gapMs: 2, tokens: 12, slots: 64, jitterMs: JITTER_MS };

const LIMITS = [
  { name: '20%-above', ratio: 1.2, right: 0 },
  { name: '20%-below', ratio: 0.8, right: 1 },
];

/** @param {string} runDir @returns {number} requests of the last look */
function requestsOf(runDir) {
  const { phases } = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
  return phases[0].stages[0].decided.requests;
}

/**
 * Runs a closed stage until its p95 of TTFT is decided, again and again.
 * @param {string} cwd @param {string} url @param {(typeof LIMITS)[number]} limit @param {number} runs
 */
async function measureLimit(cwd, url, { name, ratio, right }, runs) {
  const criterion = `ttft.p95<=${(ratio * P95_MS).toFixed(3)}ms`;
  const args = ['--url', url, '--concurrency', '8', '--until-decided', '--criterion', criterion];
  const taken = [];
  let correct = 0;
  for (let run = 0; run < runs; run += 1) {
    const { code, runDir } = await runLoadcellIn(cwd, args);
    if (code === right) correct += 1;
    taken.push(requestsOf(runDir));
  }
  return [
    measured(`mock-${name}-right`, 'runs', correct, atLeast(runs)),
    measured(`mock-${name}-requests`, 'requests', median(taken)),
  ];
}

/** @param {import('../plan.mjs').Plan} plan */
export async function measureMock({ mockRuns }) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-decided-'));
  try {
    return await withMock(MOCK, async (url) => {
      const figures = [];
      for (const limit of LIMITS) figures.push(...(await measureLimit(cwd, url, limit, mockRuns)));
      return figures;
    });
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  }
}
