import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareRuns } from '../../packages/core/dist/compare/compare-runs.js';
import { atMost, measured } from '../suite/report/figure.mjs';
import { withMock } from '../suite/mock-server.mjs';
import { runLoadcellIn } from '../suite/run-loadcell.mjs';
import { isCalled, shareOf } from './compare-pairs.mjs';

/** Of 20 pairs, each called with probability 5%, more than 3 are called in 2% of cases. */
const CALLED_AT_MOST = 3 / 20;

/** With jitter, as a server has: without, any change of the machine would be a difference of the server. */
const MOCK = { firstTokenMs: 20, gapMs: 2, tokens: 12, slots: 64, jitterMs: 5 };

/** @param {string} url */
function configOf(url) {
  return {
    phase: 'load',
    target: { url },
    phases: {
      load: {
        idle: 100,
        cooldown: 100,
        stages: [
          { kind: 'closed', concurrency: 16, requests: 400 },
          { kind: 'open', rate: 200, requests: 400 },
        ],
      },
    },
  };
}

/**
 * Compares pairs of consecutive runs on one server.
 * @param {{ mockPairs: number }} plan
 */
export async function measureMockPairs({ mockPairs }) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-compare-'));
  try {
    return await withMock(MOCK, async (url) => {
      writeFileSync(path.join(cwd, 'loadcell.config.json'), JSON.stringify(configOf(url)));
      const pairs = [];
      for (let pair = 0; pair < mockPairs; pair += 1) {
        const base = await runLoadcellIn(cwd);
        const candidate = await runLoadcellIn(cwd);
        // A different prefix cache hit rate or share of a rate does not matter here, nor does a run by a busy client.
        const options = { allowsMismatch: true };
        const { candidates } = await compareRuns([base.runDir], [[candidate.runDir]], options);
        pairs.push(candidates[0].metrics);
      }
      const called = shareOf(pairs, (metrics) => metrics.some(isCalled));
      return [measured('called-share', 'ratio', called, atMost(CALLED_AT_MOST))];
    });
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  }
}
