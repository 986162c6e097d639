import { spawnSync } from 'node:child_process';
import { absent, atLeast, measured } from '../../suite/report/figure.mjs';
import { runActor, withServer } from '../actor.mjs';
import { runWrk } from '../wrk.mjs';

const CONNECTIONS = 64;

/** @param {{ requestRate: { repeats: number, durationMs: number } }} plan */
export async function measureRequestRate({ requestRate: { repeats, durationMs } }) {
  const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
  const rates = { ours: [], autocannon: [], wrk: [] };
  const cpuUs = { ours: [], autocannon: [] };
  await withServer({}, async (url) => {
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const client of ['ours', 'autocannon']) {
        const options = { url, connections: CONNECTIONS, durationMs };
        const { requestsPerSecond, cpuUsPerRequest, failed } = await runActor(
          `rate-${client}`,
          options,
        );
        if (failed > 0) throw new Error(`${failed} requests of ${client} failed.`);
        rates[client].push(requestsPerSecond);
        cpuUs[client].push(cpuUsPerRequest);
      }
      if (hasWrk) rates.wrk.push(await runWrk(`${url}/health`, CONNECTIONS, durationMs));
    }
  });
  // Of the same round each: what else the machine does changes from round to round.
  const over = (peer) => rates.ours.map((rate, round) => rate / rates[peer][round]);
  const missing = 'wrk was not found: apt-get install -y wrk';
  // Beside the rates, since what else the machine does takes from both cores of a fast client and one of a slow one.
  return [
    measured('oursCpuPerRequest', 'us', cpuUs.ours),
    measured('autocannonCpuPerRequest', 'us', cpuUs.autocannon),
    measured('oursPerSecond', 'requests/s', rates.ours),
    measured('autocannonPerSecond', 'requests/s', rates.autocannon),
    hasWrk
      ? measured('wrkPerSecond', 'requests/s', rates.wrk)
      : absent('wrkPerSecond', 'requests/s', missing),
    hasWrk
      ? measured('oursOverWrk', 'ratio', over('wrk'), atLeast(0.5))
      : absent('oursOverWrk', 'ratio', missing, atLeast(0.5)),
    measured('oursOverAutocannon', 'ratio', over('autocannon'), atLeast(4)),
  ];
}
