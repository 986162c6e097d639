import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const LOADCELL = here('../../packages/cli/bin/loadcell.js');
const ON_TERMINAL = here('../../test/e2e/support/on_terminal.py');
const CPU_ACCOUNT = here('cpu-account.mjs');

/** Exit codes of a run that measured: passed, a criterion failed, not to be trusted. */
const MEASURED = [0, 1, 4];

/**
 * @typedef {object} RunFigures times in milliseconds
 * @property {number} sendLagP99
 * @property {number} timeToFirstTokenP50
 * @property {number} timeToFirstTokenP99
 * @property {number} samplerCpu share of a core
 * @property {number} mainThreadMs CPU time
 * @property {number} processMs CPU time
 */

/**
 * Does work and then gives back what it holds; also when this process exits meanwhile.
 * @template T
 * @param {() => void} release may be called twice
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function holding(release, work) {
  // What was taken last is given back first.
  process.prependOnceListener('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * Serves known timing for as long as `use` takes.
 * @template T
 * @param {(url: string) => Promise<T>} use
 * @param {readonly string[]} [more] flags of the mock server
 * @returns {Promise<T>}
 */
export async function withMock(use, more = []) {
  const timing = [
    '--time-to-first-token=20ms',
    '--inter-token-latency=2ms',
    '--output-tokens=12',
    '--concurrency=64',
  ];
  const child = spawn(process.execPath, [LOADCELL, 'mock', '--quiet', ...timing, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    return await holding(
      () => child.kill('SIGTERM'),
      async () => {
        const [line] = await once(child.stdout, 'data');
        return await use(String(line).trim());
      },
    );
  } finally {
    await exited;
  }
}

/**
 * Runs one load on a terminal of its own.
 * @param {string} url of the server
 * @param {{ isQuiet: boolean, durationMs: number }} how
 * @returns {Promise<RunFigures>}
 */
export async function watchedRun(url, { isQuiet, durationMs }) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-live-'));
  // What is asked to end may still be writing there.
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
    if (!MEASURED.includes(code) || !existsSync(results))
      throw new Error(`The run ended with ${code}:\n${shown}`);
    if (shown.includes('\u001B[?25l') === isQuiet)
      throw new Error('The view was not as asked for.');
    return { ...figuresOf(readJson(results)), ...readJson(cpuFile) };
  });
}

/** Half of the time a closed loop of 4, then 200 requests per second. */
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
    sendLagP99: measurements.sendLag.p99,
    timeToFirstTokenP50: measurements.timeToFirstToken.p50,
    timeToFirstTokenP99: measurements.timeToFirstToken.p99,
    samplerCpu: sampling.samplerCpuUtilization,
  };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
