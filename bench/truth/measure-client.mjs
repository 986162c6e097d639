import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findExchanges } from './capture/exchanges.mjs';
import { captured } from './capture/tcpdump.mjs';

/**
 * What a client reported, and what the capture has of the same requests; times are means, ms.
 * @typedef {object} Comparison
 * @property {number} requests
 * @property {number} cpuSeconds
 * @property {Times} reported
 * @property {Times} seen
 * @property {Differences} [differences] of each request, reported less captured; absent where a client reports only means
 *
 * @typedef {{ timeToFirstTokenMs: number, endMs: number, interTokenMs: number }} Times
 * @typedef {{ firstUs: number[], lastUs: number[] }} Differences
 */

/**
 * Runs a client under its own capture.
 * @param {import('./clients/client.mjs').Client} client
 * @param {Omit<import('./clients/client.mjs').ClientTask, 'folder'>} task
 * @returns {Promise<Comparison>}
 * @throws {Error} when the client reported a different number of requests than the capture has
 */
export async function measureClient(client, task) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-truth-'));
  try {
    const port = Number(new URL(task.url).port || 80);
    const { value, segments } = await captured(port, folder, () => client.run({ ...task, folder }));
    const { cpuSeconds, requests, isMeasured = () => true, each, ...reported } = value;
    const exchanges = findExchanges(segments, port).filter((exchange) => isMeasured(exchange));
    if (exchanges.length !== requests) {
      throw new Error(
        `${client.label} reported ${requests} requests; the capture has ${exchanges.length}`,
      );
    }
    const seen = seenTimes(exchanges, client.interTokenMean);
    const differences = each === undefined ? {} : { differences: differencesOf(each, exchanges) };
    return { requests, cpuSeconds, reported, seen, ...differences };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly import('./capture/exchanges.mjs').Exchange[]} exchanges @returns {Times} */
function seenTimes(exchanges, interTokenMean) {
  // A response can end without any content: it has no first token, for the clients either.
  const withContent = exchanges.filter(({ contentNs }) => contentNs.length > 0);
  const gaps = withContent.map((exchange) => gapsOf(exchange)).filter((own) => own.length > 0);
  const gapNs = interTokenMean === 'gaps' ? mean(gaps.flat()) : mean(gaps.map((own) => mean(own)));
  return {
    timeToFirstTokenMs:
      mean(withContent.map(({ sentNs, contentNs }) => contentNs[0] - sentNs)) / 1e6,
    endMs: mean(withContent.map(({ sentNs, contentNs }) => contentNs.at(-1) - sentNs)) / 1e6,
    interTokenMs: gapNs / 1e6,
  };
}

/** @returns {import('./measure-client.mjs').Differences} */
function differencesOf(each, exchanges) {
  // Both are in send order, and one thread sends all.
  const pairs = exchanges.flatMap(({ sentNs, contentNs }, index) =>
    contentNs.length === 0 ? [] : [{ own: each[index], sentNs, contentNs }],
  );
  return {
    firstUs: pairs.map(({ own, sentNs, contentNs }) => (own.firstNs - contentNs[0] + sentNs) / 1e3),
    lastUs: pairs.map(
      ({ own, sentNs, contentNs }) => (own.lastNs - contentNs.at(-1) + sentNs) / 1e3,
    ),
  };
}

function gapsOf({ contentNs }) {
  return contentNs.slice(1).map((atNs, index) => atNs - contentNs[index]);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
