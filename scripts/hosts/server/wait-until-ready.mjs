import { setTimeout as sleep } from 'node:timers/promises';
import { HostsError } from '../hosts-error.mjs';

/** Time limit for a server's start on a busy machine with two cores. */
const START_MS = 9 * 60_000;
/** Time limit for one request; the first one can compile code. */
const REQUEST_MS = 60_000;
const POLL_MS = 500;

/**
 * Small requests; a server responds to at least one of them, which depends on its model.
 * @type {readonly (readonly [path: string, body: object])[]}
 */
const REQUESTS = [
  ['/v1/chat/completions', { max_tokens: 1, messages: [{ role: 'user', content: 'ready?' }] }],
  ['/v1/embeddings', { input: 'ready?' }],
  ['/score', { text_1: 'ready?', text_2: 'yes' }],
];

/** The first of some requests to which a server responds; undefined when there is none. */
async function respondedOf(requests, url, command, signal) {
  for (const request of requests) {
    const [path, body] = request;
    if (await respondsAt(`${url}${path}`, body, command, signal)) return request;
  }
}

/**
 * Requests to wait for. Behind a gateway only what the server behind it responds to: a request that its model refuses
 * makes the gateway hold back the next ones for a while.
 */
async function requestsOf({ model, upstream }, signal) {
  if (upstream === undefined) return REQUESTS;
  const request = await respondedOf(REQUESTS, upstream, { model }, signal);
  if (request === undefined)
    throw new HostsError(`${upstream} behind the gateway does not respond`);
  return [request];
}

async function respondsAt(url, body, { model, key }, signal) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, ...body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Refused, reset or too slow: not ready yet.
    return false;
  }
}

/**
 * Sends requests until a server returns a response.
 * @param {string} url
 * @param {import('./servers.mjs').ServerCommand} command
 * @param {AbortSignal} signal ends the wait
 * @throws {HostsError} when the server takes too long, or the one behind it does not respond
 */
export async function waitUntilReady(url, command, signal) {
  const giveUpAt = Date.now() + START_MS;
  const requests = await requestsOf(command, signal);
  while (!signal.aborted && !(await respondedOf(requests, url, command, signal))) {
    if (Date.now() > giveUpAt) {
      throw new HostsError(
        `${url} returned no response within ${START_MS / 60_000} min of its start`,
      );
    }
    await sleep(POLL_MS);
  }
}
