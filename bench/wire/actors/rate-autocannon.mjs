/** Plain requests over autocannon at the maximum rate. */
import autocannon from 'autocannon';
import { readOptions, report } from './report.mjs';

const { url, connections, durationMs } = await readOptions();
const startedCpu = process.cpuUsage();
const result = await autocannon({
  url: `${url}/health`,
  connections,
  duration: durationMs / 1000,
});
const { user, system } = process.cpuUsage(startedCpu);
report({
  cpuUsPerRequest: (user + system) / result.requests.total,
  requestsPerSecond: result.requests.total / result.duration,
  failed: result.errors + result.non2xx,
});
