import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findExchanges } from './capture/exchanges.mjs';
import { captured } from './capture/tcpdump.mjs';

/**
 * What a client reported beside what the network saw of the same requests; times are means, ms.
 * @typedef {object} Comparison
 * @property {number} requests
 * @property {number} cpuSeconds
 * @property {Times} reported
 * @property {Times} seen
 *
 * @typedef {{ timeToFirstTokenMs: number, endMs: number, interTokenMs: number }} Times
 */

/**
 * Runs a client under a capture of its own.
 * @param {import('./clients/client.mjs').Client} client
 * @param {Omit<import('./clients/client.mjs').ClientTask, 'folder'>} task
 * @returns {Promise<Comparison>}
 * @throws {Error} when the client reported other requests than were captured
 */
export async function measureClient(client, task) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-truth-'));
  try {
    const port = Number(new URL(task.url).port || 80);
    const { value, segments } = await captured(port, folder, () => client.run({ ...task, folder }));
    const { cpuSeconds, requests, isMeasured = () => true, ...reported } = value;
    const exchanges = findExchanges(segments, port).filter((exchange) => isMeasured(exchange));
    if (exchanges.length !== requests) {
      throw new Error(
        `${client.label} reported ${requests} requests, and ${exchanges.length} were captured`,
      );
    }
    return { requests, cpuSeconds, reported, seen: seenTimes(exchanges, client.interTokenMean) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly import('./capture/exchanges.mjs').Exchange[]} exchanges @returns {Times} */
function seenTimes(exchanges, interTokenMean) {
  // A response can end without any content: it has no time of a token, for the clients neither.
  const answered = exchanges.filter(({ contentNs }) => contentNs.length > 0);
  const gaps = answered.map((exchange) => gapsOf(exchange)).filter((own) => own.length > 0);
  const gapNs = interTokenMean === 'gaps' ? mean(gaps.flat()) : mean(gaps.map((own) => mean(own)));
  return {
    timeToFirstTokenMs: mean(answered.map(({ sentNs, contentNs }) => contentNs[0] - sentNs)) / 1e6,
    endMs: mean(answered.map(({ sentNs, contentNs }) => contentNs.at(-1) - sentNs)) / 1e6,
    interTokenMs: gapNs / 1e6,
  };
}

function gapsOf({ contentNs }) {
  return contentNs.slice(1).map((atNs, index) => atNs - contentNs[index]);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
