/** Coordinates one run over the agents of a fleet, reads its live figures ten times per second, and sends what it took. */
import { once } from 'node:events';
import { parseConfig } from '../../../packages/core/dist/config/parse-config.js';
import { runFleet } from '../../../packages/core/dist/fleet/coordinator/run-fleet.js';
import { nowNs } from '../../../packages/core/dist/stream/clock.js';

const LOOK_MS = 100;
const WAIT_MS = 120_000;

const [{ url, count, written }] = await once(process, 'message');
const looks = [];
const steps = new Map();
let timer;
try {
  const { results } = await runFleet({
    written,
    config: parseConfig(written),
    bus: { url },
    fleet: 'default',
    wanted: { load: { kind: 'count', count }, watch: { kind: 'count', count: 0 } },
    waitMs: WAIT_MS,
    signal: new AbortController().signal,
    onNote: (line) => process.stderr.write(`${line}\n`),
    onCourse: (figures) => {
      timer = setInterval(() => {
        const { user, system } = process.cpuUsage();
        const { successful } = figures();
        looks.push({ atNs: nowNs(), successful, cpuMs: (user + system) / 1000 });
      }, LOOK_MS);
    },
    onStep: (line) => {
      clearInterval(timer);
      steps.set(line, nowNs());
    },
  });
  const endedNs = nowNs();
  const fetchNs = steps.get('fetching run directories');
  const mergeNs = steps.get('merging');
  process.send({
    looks,
    fetchMs: (mergeNs - fetchNs) / 1e6,
    mergeMs: (endedNs - mergeNs) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    successful: results.phases[0].stages[0].requests.successful,
  });
} finally {
  clearInterval(timer);
}
process.disconnect();
