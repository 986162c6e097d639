import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HostsError } from '../../scripts/hosts/hosts-error.mjs';
import { environmentOf, setUpEnvironment } from '../suite/environments.mjs';
import { CHAT, LEAD_MS, SPREAD_MS } from './actors/chat-request.mjs';

const execute = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('programs/streams_aiohttp.py', import.meta.url));
/** Of all errors, printed as text. */
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

/** The HTTP client of AIPerf and `vllm bench serve`. */
const ENVIRONMENT = environmentOf('aiohttp', ['aiohttp==3.13.2'], 'python');

/**
 * Sets up the Python client.
 * @returns {Promise<string | undefined>} why it cannot be measured
 */
export async function setUpPythonPeer() {
  try {
    await setUpEnvironment(ENVIRONMENT);
  } catch (error) {
    if (!(error instanceof HostsError)) throw error;
    return error.message;
  }
}

/**
 * Chat streams over aiohttp in a process of their own.
 * @param {string} url @param {number} streams
 * @returns {Promise<number[]>} timing errors of all events, ns
 */
export async function streamOverPython(url, streams) {
  const python = path.join(ENVIRONMENT.folder, 'bin', 'python');
  const times = [LEAD_MS, SPREAD_MS].map((ms) => String(ms / 1e3));
  const args = [PROGRAM, `${url}/v1/chat/completions`, String(streams), ...times];
  const { stdout } = await execute(python, [...args, JSON.stringify(CHAT)], {
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  const { errorsNs, failed } = JSON.parse(stdout);
  if (failed > 0) throw new Error(`${failed} streams of aiohttp failed`);
  return errorsNs;
}
