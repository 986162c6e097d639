/** Plain requests over the wire at the maximum rate. */
import { runPlainLoop } from './plain-loop.mjs';
import { readOptions, report } from './report.mjs';

const { url, connections, durationMs } = await readOptions();
const responsesNs = [];
const startedCpu = process.cpuUsage();
const endMs = performance.now() + durationMs;
const { completed, failed, durationNs } = await runPlainLoop(
  url,
  connections,
  () => performance.now() < endMs,
  (responseNs) => responsesNs.push(responseNs),
);
const { user, system } = process.cpuUsage(startedCpu);
report({
  requestsPerSecond: completed / (durationNs / 1e9),
  cpuUsPerRequest: (user + system) / completed,
  recorded: responsesNs.length,
  failed,
});
