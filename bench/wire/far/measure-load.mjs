import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { concludeDirectory } from '@loadcell/core';
import { withMock } from '../../suite/mock-server.mjs';
import { runLoadcellIn } from '../../suite/run-loadcell.mjs';

const TIMING = { firstTokenMs: 50, gapMs: 5, tokens: 4 };
/** Few enough that neither end of the line waits for a processor. */
const CONCURRENCY = 2;

/**
 * Runs a closed loop against a mock server.
 * @param {{ inputTokens: number, requests: number }} load
 * @param {import('./far-network.mjs').FarNetwork} [network] none: both on loopback
 * @returns {Promise<{ requests: readonly object[], findings: readonly string[] }>} successful requests, and names of findings
 */
export async function measureLoad({ inputTokens, requests }, network) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-far-'));
  const server = network && { host: network.serverAddress, within: network.server };
  try {
    const { runDir } = await withMock({ ...TIMING, ...server }, (url) =>
      runLoadcellIn(
        folder,
        [
          `--url=${url}`,
          `--concurrency=${CONCURRENCY}`,
          `--requests=${requests}`,
          `--input-tokens=${inputTokens}`,
          `--output-tokens=${TIMING.tokens}`,
        ],
        { within: network?.client },
      ),
    );
    const { streams, recommendations } = await concludeDirectory(runDir);
    const [stage] = streams.phases[0].stages;
    const measured = stage.requests.filter(({ purpose }) => purpose === 'load');
    return {
      requests: measured.filter(({ outcome }) => outcome === 'ok'),
      failed: measured.filter(({ outcome }) => outcome !== 'ok').length,
      findings: recommendations.map(({ rule }) => rule),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
