import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareRuns } from '../../packages/core/dist/compare/compare-runs.js';
import { withMock } from '../live/watched-run.mjs';
import { atMost, measured } from '../suite/report/figure.mjs';
import { runLoadcellIn } from '../suite/run-loadcell.mjs';
import { isCalled, shareOf } from './compare-pairs.mjs';

/** Of 20 pairs: with a chance of 5 % each, more than 3 come in 2 % of cases. */
const CALLED_AT_MOST = 3 / 20;

/** Responses vary as those of a server do: without that, any change of the machine would be a difference of the server. */
const JITTER = '--jitter=5ms';

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
 * Compares pairs of runs of one server, one after the other.
 * @param {{ mockPairs: number }} plan
 */
export async function measureMockPairs({ mockPairs }) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-compare-'));
  try {
    return await withMock(
      async (url) => {
        writeFileSync(path.join(cwd, 'loadcell.config.json'), JSON.stringify(configOf(url)));
        const pairs = [];
        for (let pair = 0; pair < mockPairs; pair += 1) {
          const base = await runLoadcellIn(cwd);
          const candidate = await runLoadcellIn(cwd);
          // A prefix cache or a share of a rate is no matter here; a run by a busy client may be a mismatch, and counts.
          const options = { allowsMismatch: true };
          const { candidates } = await compareRuns([base.runDir], [[candidate.runDir]], options);
          pairs.push(candidates[0].metrics);
        }
        const called = shareOf(pairs, (metrics) => metrics.some(isCalled));
        return [measured('called-share', 'ratio', called, atMost(CALLED_AT_MOST))];
      },
      [JITTER],
    );
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  }
}
