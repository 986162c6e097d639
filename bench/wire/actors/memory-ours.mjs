/** RSS of a process that sends very many requests over the wire. */
import { runPlainLoop } from './plain-loop.mjs';
import { readOptions, report } from './report.mjs';
import { rssBytes } from './rss-bytes.mjs';

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
