import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { concludeDirectory } from '@loadcell/core';

const LOADCELL = fileURLToPath(new URL('../../packages/cli/bin/loadcell.js', import.meta.url));

/**
 * Runs stages on a mock server of its own process and reads what was recorded.
 * @param {object[]} stages as in a configuration
 * @param {{ service: import('./plan.mjs').Service, slots?: number }} server
 * @returns {Promise<{ result: object, stages: readonly object[] }>} the load phase of results.json, and its stages with rows
 */
export async function runStages(stages, { service, slots }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-stages-'));
  const mock = await startMock(service, slots);
  try {
    writeFileSync(
      path.join(folder, 'loadcell.config.json'),
      JSON.stringify({ phase: 'load', phases: { load: { stages } } }),
    );
    await finish(
      spawn(
        process.execPath,
        [LOADCELL, 'run', '--quiet', '--url', mock.url, '--output-dir', folder],
        { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
      ),
    );
    const { results, streams } = await concludeDirectory(path.join(folder, 'latest'));
    return { result: results.phases[0], stages: streams.phases[0].stages };
  } finally {
    mock.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import('./plan.mjs').Service} service @param {number | undefined} slots */
async function startMock({ firstTokenMs, gapMs, tokens }, slots) {
  const child = spawn(
    process.execPath,
    [
      LOADCELL,
      'mock',
      '--quiet',
      '--time-to-first-token',
      `${firstTokenMs}ms`,
      '--inter-token-latency',
      `${gapMs}ms`,
      '--output-tokens',
      String(tokens),
      ...(slots === undefined ? [] : ['--concurrency', String(slots)]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    child.once('exit', () => reject(new Error('The mock server did not start.')));
  });
  return {
    url,
    stop: () => {
      process.off('exit', stop);
      stop();
    },
  };
}

/** @param {import('node:child_process').ChildProcess} child */
function finish(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
