import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * @param {string} url
 * @param {number} connections
 * @param {number} durationMs rounded to the whole seconds that wrk knows, at least one
 * @returns {Promise<number>} requests a second by wrk's own account, on one thread
 */
export async function runWrk(url, connections, durationMs) {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const { stdout } = await execute('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url]);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout);
  if (rate === null) throw new Error(`wrk did not tell its rate: ${stdout}`);
  return Number(rate[1]);
}
