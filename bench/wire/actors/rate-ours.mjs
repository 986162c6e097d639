/** Plain requests over the wire, as many as it can. */
import { runPlainLoop } from './plain-loop.mjs';
import { readOptions, report } from './report.mjs';

const { url, connections, durationMs } = await readOptions();
const responsesNs = [];
const endMs = performance.now() + durationMs;
const { completed, failed, durationNs } = await runPlainLoop(
  url,
  connections,
  () => performance.now() < endMs,
  (responseNs) => responsesNs.push(responseNs),
);
report({ requestsPerSecond: completed / (durationNs / 1e9), recorded: responsesNs.length, failed });
