import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { holding } from './holding.mjs';
import { LOADCELL } from './run-loadcell.mjs';

/**
 * @typedef {object} MockTiming
 * @property {number} firstTokenMs
 * @property {number} gapMs between tokens
 * @property {number} tokens of a response
 * @property {number} [slots] requests that it serves at a time; no limit when absent
 * @property {number} [jitterMs] maximum random extra delay
 * @property {string} [host] address to listen on
 * @property {readonly string[]} [within] words that run a command elsewhere, such as in a network namespace
 */

/**
 * Starts `loadcell mock` in its own process for as long as `use` takes.
 * @template Value
 * @param {MockTiming} timing
 * @param {(url: string) => Promise<Value>} use
 * @returns {Promise<Value>}
 */
export async function withMock(timing, use) {
  const words = [process.execPath, LOADCELL, 'mock', '--quiet', ...flagsOf(timing)];
  const [command, ...args] = [...(timing.within ?? []), ...words];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    return await holding(
      () => child.kill('SIGTERM'),
      async () => use(await urlOf(child, exited)),
    );
  } finally {
    await exited;
  }
}

/** @param {MockTiming} timing */
function flagsOf({ firstTokenMs, gapMs, tokens, slots, jitterMs, host }) {
  return [
    `--time-to-first-token=${firstTokenMs}ms`,
    `--inter-token-latency=${gapMs}ms`,
    `--output-tokens=${tokens}`,
    ...(slots === undefined ? [] : [`--concurrency=${slots}`]),
    ...(jitterMs === undefined ? [] : [`--jitter=${jitterMs}ms`]),
    ...(host === undefined ? [] : [`--host=${host}`]),
  ];
}

/** @param {import('node:child_process').ChildProcess} child @param {Promise<unknown>} exited */
async function urlOf(child, exited) {
  const failed = exited.then(() => {
    throw new Error('the mock server did not start');
  });
  const [line] = await Promise.race([once(child.stdout, 'data'), failed]);
  return String(line).trim();
}
