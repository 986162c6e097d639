import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * @param {string} url
 * @param {number} connections
 * @param {number} durationMs rounded to whole seconds for wrk, at least one
 * @returns {Promise<number>} requests per second by wrk's own account, on one thread
 */
export async function runWrk(url, connections, durationMs) {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const { stdout } = await execute('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url]);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout);
  if (rate === null) throw new Error(`wrk printed no rate: ${stdout}`);
  return Number(rate[1]);
}

/**
 * @param {string} program path of the compiled `programs/bare-client.c`
 * @param {string} url on 127.0.0.1
 * @param {number} connections
 * @param {number} durationMs
 * @returns {Promise<number>} requests per second of a loop that only sends and receives
 */
export async function runBareClient(program, url, connections, durationMs) {
  const { port, pathname } = new URL(url);
  const args = [port, pathname, connections, durationMs].map(String);
  const { stdout } = await execute(program, args);
  return Number(stdout);
}
