import { spawnSync } from 'node:child_process';
import { absent, atLeast, HIGHER, LOWER, measured } from '../../suite/report/figure.mjs';
import { withPrograms } from '../../suite/programs.mjs';
import { runActor, withServer } from '../actor.mjs';
import { runBareClient, runWrk } from '../peers.mjs';

const CONNECTIONS = 64;
const PROGRAMS = new URL('../programs/', import.meta.url);

/**
 * One round of every client: the load of the machine changes between rounds.
 * @typedef {{ ours: ActorResult, autocannon: ActorResult, wrk?: number, bare: number }} Round
 * @typedef {{ requestsPerSecond: number, cpuUsPerRequest: number }} ActorResult
 */

/** @param {{ requestRate: { repeats: number, durationMs: number } }} plan */
export async function measureRequestRate({ requestRate: { repeats, durationMs } }) {
  const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
  const rounds = await withPrograms(PROGRAMS, ['bare-client'], (programs) =>
    withServer({}, async (url) => {
      const measuredRounds = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        measuredRounds.push(
          await measureRound(url, durationMs, { bare: programs['bare-client'], hasWrk }),
        );
      }
      return measuredRounds;
    }),
  );
  return figuresOf(rounds, hasWrk);
}

/** @returns {Promise<Round>} */
async function measureRound(url, durationMs, { bare, hasWrk }) {
  const health = `${url}/health`;
  return {
    ours: await measureActor('ours', url, durationMs),
    autocannon: await measureActor('autocannon', url, durationMs),
    ...(hasWrk && { wrk: await runWrk(health, CONNECTIONS, durationMs) }),
    bare: await runBareClient(bare, health, CONNECTIONS, durationMs),
  };
}

/** @returns {Promise<ActorResult>} */
async function measureActor(client, url, durationMs) {
  const options = { url, connections: CONNECTIONS, durationMs };
  const { failed, ...result } = await runActor(`rate-${client}`, options);
  if (failed > 0) throw new Error(`${failed} requests of ${client} failed`);
  return result;
}

/** @param {Round[]} rounds @param {boolean} hasWrk */
function figuresOf(rounds, hasWrk) {
  const ratesOf = {
    ours: (round) => round.ours.requestsPerSecond,
    autocannon: (round) => round.autocannon.requestsPerSecond,
    wrk: (round) => round.wrk,
    bare: (round) => round.bare,
  };
  const cpuUs = (client) => rounds.map((round) => round[client].cpuUsPerRequest);
  const perSecond = (client) => rounds.map(ratesOf[client]);
  const over = (client, peer) =>
    rounds.map((round) => ratesOf[client](round) / ratesOf[peer](round));
  const ofWrk = (name, unit, values, target) =>
    hasWrk
      ? measured(name, unit, values(), target)
      : absent(name, unit, 'wrk was not found: apt-get install -y wrk', target);
  // CPU time with the rates: other load takes from both cores of a fast client and from one of a slow one.
  return [
    measured('oursCpuPerRequest', 'us', cpuUs('ours'), LOWER),
    measured('autocannonCpuPerRequest', 'us', cpuUs('autocannon')),
    measured('oursPerSecond', 'requests/s', perSecond('ours'), HIGHER),
    measured('autocannonPerSecond', 'requests/s', perSecond('autocannon')),
    ofWrk('wrkPerSecond', 'requests/s', () => perSecond('wrk')),
    measured('barePerSecond', 'requests/s', perSecond('bare')),
    ofWrk('oursOverWrk', 'ratio', () => over('ours', 'wrk'), atLeast(0.5)),
    measured('oursOverAutocannon', 'ratio', over('ours', 'autocannon'), HIGHER),
    measured('bareOverAutocannon', 'ratio', over('bare', 'autocannon')),
    measured('oursOverBare', 'ratio', over('ours', 'bare'), atLeast(0.75)),
  ];
}
