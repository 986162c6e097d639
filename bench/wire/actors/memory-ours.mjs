/** RSS of a process that sends very many requests over the wire. */
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { runPlainLoop } from './plain-loop.mjs';
import { readOptions, report } from './report.mjs';

const PAGE_BYTES = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

function rssBytes() {
  // Buffers that the first collection found are released in the background, by the second at the latest.
  globalThis.gc();
  globalThis.gc();
  return Number(readFileSync('/proc/self/statm', 'utf8').split(' ')[1]) * PAGE_BYTES;
}

const { url, connections, requests, settled } = await readOptions();
let settledRssBytes;
let slowestNs = 0;
const { completed, failed, durationNs } = await runPlainLoop(
  url,
  connections,
  ({ completed: sofar }) => {
    if (settledRssBytes === undefined && sofar >= settled) settledRssBytes = rssBytes();
    return sofar < requests;
  },
  (responseNs) => {
    slowestNs = Math.max(slowestNs, responseNs);
  },
);
report({ settledRssBytes, endRssBytes: rssBytes(), completed, failed, durationNs, slowestNs });
