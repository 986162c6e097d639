import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { holding } from '../suite/holding.mjs';
import { LOADCELL, MEASURED } from '../suite/run-loadcell.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const ON_TERMINAL = here('../../test/e2e/support/on_terminal.py');
const CPU_ACCOUNT = here('cpu-account.mjs');

/**
 * @typedef {object} RunFigures times in milliseconds
 * @property {number} sendDelayP99
 * @property {number} timeToFirstTokenP50
 * @property {number} timeToFirstTokenP99
 * @property {number} samplerCpu share of a core
 * @property {number} mainThreadMs CPU time
 * @property {number} processMs CPU time
 */

/**
 * Runs one load on its own terminal.
 * @param {string} url of the server
 * @param {{ isQuiet: boolean, durationMs: number }} how
 * @returns {Promise<RunFigures>}
 */
export async function watchedRun(url, { isQuiet, durationMs }) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-live-'));
  // A run that was stopped may still be writing there.
  const remove = () => rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  return holding(remove, async () => {
    const cpuFile = path.join(cwd, 'cpu.json');
    const { CI: _job, ...environment } = process.env;
    const command = [process.execPath, `--import=${CPU_ACCOUNT}`, LOADCELL, 'run'];
    const config = path.join(cwd, 'loadcell.config.json');
    writeFileSync(config, JSON.stringify(configOf(url, durationMs)));
    const args = [...command, '--format', 'json', ...(isQuiet ? ['--quiet'] : [])];
    const child = spawn('python3', [ON_TERMINAL, '100', '30', ...args], {
      cwd,
      env: { ...environment, TERM: 'xterm-256color', LOADCELL_BENCH_CPU: cpuFile },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (shown += text));
    const [code] = await holding(
      () => child.kill('SIGTERM'),
      () => once(child, 'close'),
    );
    const results = path.join(cwd, 'loadcell-results', 'latest', 'results.json');
    if (!MEASURED.includes(code) || !existsSync(results)) {
      throw new Error(`loadcell run exited with ${code}:\n${shown}`);
    }
    if (shown.includes('\u001B[?25l') === isQuiet) {
      throw new Error(isQuiet ? 'the view appeared in a quiet run' : 'the view did not appear');
    }
    return { ...figuresOf(readJson(results)), ...readJson(cpuFile) };
  });
}

/** A closed loop at concurrency 4 for half of the time, then 200 req/s. */
function configOf(url, durationMs) {
  return {
    phase: 'load',
    target: { url, pid: 'auto' },
    phases: {
      load: {
        duration: durationMs,
        stages: [
          { kind: 'closed', concurrency: 4 },
          { kind: 'open', rate: 200 },
        ],
      },
    },
  };
}

/** Latency and send delay are those of the open loop. */
function figuresOf({ phases: [{ stages, sampling }] }) {
  const { measurements } = stages.find(({ name }) => name === 'open');
  return {
    sendDelayP99: measurements.sendDelay.p99,
    timeToFirstTokenP50: measurements.timeToFirstToken.p50,
    timeToFirstTokenP99: measurements.timeToFirstToken.p99,
    samplerCpu: sampling.samplerCpuUtilization,
  };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
