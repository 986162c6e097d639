import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { holding } from '../../suite/holding.mjs';
import { withMock } from '../../suite/mock-server.mjs';
import { LOADCELL, MEASURED } from '../../suite/run-loadcell.mjs';

const MOCK = { firstTokenMs: 1, gapMs: 1, tokens: 2, slots: 256 };

/** Most that the last stage may need, relative to the first: rows that stayed in memory would make it several times as much. */
const GROWTH = 1.5;

/** Period of reading the RSS of the run, ms. */
const PERIOD_MS = 250;

/** @type {import('../sections.mjs').Section['measure']} */
export async function measureLoad({ load: requests }) {
  return await withMock(MOCK, async (url) => {
    const { durationMs, stages } = await runOf(url, requests);
    const [first, , last] = stages;
    return [
      measured('requests', 'count', requests),
      measured('stages', 'count', stages.length),
      measured('durationSeconds', 's', durationMs / 1000, LOWER),
      measured('firstStageRssBytes', 'bytes', first, LOWER),
      measured('lastStageRssBytes', 'bytes', last, LOWER),
      measured('lastOverFirst', 'ratio', last / first, atMost(GROWTH)),
    ];
  });
}

/**
 * Runs three stages, a third of the requests each.
 * @param {string} url
 * @param {number} requests
 * @returns {Promise<{ durationMs: number, stages: number[] }>} with the peak RSS in each stage, bytes
 */
async function runOf(url, requests) {
  const folder = await mkdtemp(join(tmpdir(), 'loadcell-scale-load-'));
  const startedMs = performance.now();
  try {
    const config = join(folder, 'loadcell.config.json');
    await writeFile(config, JSON.stringify(configOf(url, folder, Math.ceil(requests / 3))));
    const child = spawn(process.execPath, [LOADCELL, 'run', config, '--quiet'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const peaks = new Map();
    const timer = setInterval(() => {
      const stage = stageInProgress(folder);
      if (stage === undefined) return;
      peaks.set(stage, Math.max(peaks.get(stage) ?? 0, residentBytesOf(child.pid)));
    }, PERIOD_MS);
    const [code] = await holding(
      () => {
        clearInterval(timer);
        child.kill('SIGTERM');
      },
      () => once(child, 'close'),
    );
    if (!MEASURED.includes(code)) {
      throw new Error(`the run of ${requests} requests exited with ${code}`);
    }
    return { durationMs: performance.now() - startedMs, stages: [...peaks.values()] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The stage that began last and has not ended; undefined between stages. @param {string} folder */
function stageInProgress(folder) {
  let text;
  try {
    text = readFileSync(join(folder, 'latest', 'events.jsonl'), 'utf8');
  } catch {
    return undefined;
  }
  const events = text
    .split('\n')
    .filter((line) => line.includes('"stage-'))
    .map((line) => JSON.parse(line));
  const last = events.at(-1);
  return last?.kind === 'stage-began' ? last.stage : undefined;
}

/** @param {number | undefined} pid @returns {number} 0 once it has ended */
function residentBytesOf(pid) {
  try {
    const [, kib = '0'] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  } catch {
    return 0;
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
