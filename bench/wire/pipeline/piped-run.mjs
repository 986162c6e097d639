import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { holding } from '../../suite/holding.mjs';
import { LOADCELL, MEASURED } from '../../suite/run-loadcell.mjs';
import { ThreadAccount } from './thread-account.mjs';

const ON_TERMINAL = fileURLToPath(
  new URL('../../../test/e2e/support/on_terminal.py', import.meta.url),
);

/**
 * @typedef {object} PipedRun
 * @property {ThreadAccount} account of the process of the command
 * @property {number} beganNs when its stage began, CLOCK_MONOTONIC nanoseconds
 * @property {number} endedNs when its last request had ended
 */

/**
 * Runs one closed loop by the command, with its live view on a terminal of its own.
 * @param {string} url of the server
 * @param {object} load
 * @param {boolean} load.isStreamed
 * @param {number} load.concurrency
 * @param {number} load.requests
 * @param {number} load.outputTokens
 * @returns {Promise<PipedRun>}
 */
export async function pipedRun(url, load) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-pipeline-'));
  // A run that was stopped may still be writing there.
  const remove = () => rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  return holding(remove, async () => {
    writeFileSync(path.join(cwd, 'loadcell.config.json'), JSON.stringify(configOf(url, load)));
    const { CI: _job, ...environment } = process.env;
    const pidFile = path.join(cwd, 'pid');
    const command = [process.execPath, ...flagsOfNode(), LOADCELL, 'run', '--format', 'json'];
    const writingItsPid = ['sh', '-c', 'echo $$ > "$0" && exec "$@"', pidFile, ...command];
    const child = spawn('python3', [ON_TERMINAL, '100', '30', ...writingItsPid], {
      cwd,
      env: { ...environment, TERM: 'xterm-256color' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      shown = (shown + text).slice(-10_000);
    });
    const closed = once(child, 'close');
    const account = new ThreadAccount(await pidIn(pidFile, closed));
    const [code] = await holding(
      () => {
        account.stop();
        child.kill('SIGTERM');
      },
      () => closed,
    );
    if (!MEASURED.includes(code)) throw new Error(`loadcell run exited with ${code}:\n${shown}`);
    return { account, ...windowOf(path.join(cwd, 'loadcell-results', 'latest'), load.requests) };
  });
}

/** Flags for a profile of the command, such as `--cpu-prof --cpu-prof-dir=/tmp/profile`. */
function flagsOfNode() {
  return (process.env.LOADCELL_BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');
}

function configOf(url, { isStreamed, concurrency, requests, outputTokens }) {
  const stage = { kind: 'closed', concurrency, requests };
  return {
    phase: 'load',
    target: { url, stream: isStreamed },
    phases: { load: { outputTokens, stages: [stage] } },
  };
}

/** @param {string} runDir @param {number} requests that the run must have made, all of them successful */
function windowOf(runDir, requests) {
  const events = readFileSync(path.join(runDir, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const results = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
  const [{ stages }] = results.phases;
  const { successful } = stages[0].requests;
  if (successful !== requests) throw new Error(`${successful} of ${requests} requests succeeded`);
  const atNs = (kind) => events.find((event) => event.kind === kind).atNs;
  return { beganNs: atNs('stage-began'), endedNs: atNs('stage-ended') };
}

/** @param {string} file written by the command @param {Promise<unknown>} closed the command has ended */
async function pidIn(file, closed) {
  const isOver = closed.then(() => true);
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) return Number(text);
    if (await Promise.race([isOver, delay(1, false)])) throw new Error('the command did not start');
  }
}
