import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost, measured } from '../../suite/report/figure.mjs';
import { watchProcess } from '../watch-process.mjs';

const LOADCELL = fileURLToPath(new URL('../../../packages/cli/bin/loadcell.js', import.meta.url));

/** What ten times the requests may need more, as for writing: rows that stayed in memory would make it many times as much. */
const GROWTH = 1.5;

/** Exit codes of a run that measured: passed, a criterion failed, not to be trusted. */
const MEASURED = [0, 1, 4];

/** @type {import('../sections.mjs').Section['measure']} */
export async function measureLoad({ load: { whole, tenth } }) {
  return await withMock(async (url) => {
    const small = await runOf(url, tenth);
    const large = await runOf(url, whole);
    return [
      measured('requests', 'count', whole),
      measured('stages', 'count', 3),
      measured('durationSeconds', 's', large.durationMs / 1000),
      measured('tenthPeakRssBytes', 'bytes', small.peakRssBytes),
      measured('peakRssBytes', 'bytes', large.peakRssBytes),
      measured('peakOverTenth', 'ratio', large.peakRssBytes / small.peakRssBytes, atMost(GROWTH)),
    ];
  });
}

/**
 * Serves short answers for as long as `use` takes.
 * @template T
 * @param {(url: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withMock(use) {
  const timing = ['--time-to-first-token=1ms', '--tokens=2', '--slots=256'];
  const child = spawn(process.execPath, [LOADCELL, 'mock', '--quiet', ...timing], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  try {
    const [line] = await once(child.stdout, 'data');
    return await use(String(line).trim());
  } finally {
    process.off('exit', stop);
    stop();
    await exited;
  }
}

/** A run of so many requests in three stages of a third each. @param {string} url @param {number} requests */
async function runOf(url, requests) {
  const folder = await mkdtemp(join(tmpdir(), 'loadcell-scale-load-'));
  try {
    const config = join(folder, 'loadcell.config.json');
    await writeFile(config, JSON.stringify(configOf(url, folder, Math.ceil(requests / 3))));
    const { code, ...spent } = await watchProcess(LOADCELL, ['run', '--config', config, '--quiet']);
    if (!MEASURED.includes(code)) {
      throw new Error(`The run of ${requests} requests ended with ${code}.`);
    }
    return spent;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function configOf(url, outputDir, requests) {
  return {
    phase: 'load',
    outputDir,
    target: { url },
    timeout: '1h',
    phases: {
      load: {
        inputTokens: 16,
        outputTokens: 2,
        stages: [
          { kind: 'closed', concurrency: 32, requests },
          { kind: 'open', rate: { share: 0.8 }, requests },
          { kind: 'closed', name: 'burst', concurrency: 256, requests },
        ],
      },
    },
  };
}
