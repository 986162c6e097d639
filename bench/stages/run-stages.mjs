import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { concludeDirectory } from '@loadcell/core';
import { withMock } from '../suite/mock-server.mjs';
import { runLoadcellIn } from '../suite/run-loadcell.mjs';

/**
 * Runs stages on a mock server in its own process and reads the recorded data.
 * @param {object[]} stages as in a configuration
 * @param {import('../suite/mock-server.mjs').MockTiming} server
 * @returns {Promise<{ result: object, stages: readonly object[] }>} the load phase of results.json, and its stages with rows
 */
export async function runStages(stages, server) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-stages-'));
  try {
    writeFileSync(
      path.join(folder, 'loadcell.config.json'),
      JSON.stringify({ phase: 'load', phases: { load: { stages } } }),
    );
    const { runDir } = await withMock(server, (url) => runLoadcellIn(folder, ['--url', url]));
    const { results, streams } = await concludeDirectory(runDir);
    return { result: results.phases[0], stages: streams.phases[0].stages };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
